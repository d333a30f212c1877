// The package has no types of its own: here is what Tayori calls.
declare module 'web-push' {
  const webPush: {
    generateVAPIDKeys(): { publicKey: string; privateKey: string };
    generateRequestDetails(
      subscription: { endpoint: string },
      payload: null,
      options: {
        vapidDetails: { subject: string; publicKey: string; privateKey: string };
        TTL: number;
        urgency: 'normal' | 'high';
        topic: string;
      },
    ): { endpoint: string; method: 'POST'; headers: Record<string, string | number>; body: null };
  };
  export default webPush;
}
