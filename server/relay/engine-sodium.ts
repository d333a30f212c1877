import sodium from 'sodium-native';
import type { VerifyEngine } from '../../shared/protocol/sign.ts';

/**
 * Ed25519 by libsodium, 52 µs a signature and 30 µs for the subgroup of a key. libsodium has checks of its own; on what the pre-check lets through they
 * refuse nothing more. Before December 2025 its test of the subgroup let points of order 2 L through (CVE-2025-69277): the
 * tests ask all eight classes, so that a library that is too old is noticed.
 */
export const sodiumEngine: VerifyEngine<boolean> = {
  isPrimeOrder: (publicKey) => sodium.crypto_core_ed25519_is_valid_point(publicKey),
  verify: (publicKey, bytes, signature) => sodium.crypto_sign_verify_detached(signature, bytes, publicKey),
};
