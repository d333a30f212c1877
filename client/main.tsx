import { render } from 'preact';

const place = document.getElementById('app');
if (place) render(<h1>便り Tayori</h1>, place);
