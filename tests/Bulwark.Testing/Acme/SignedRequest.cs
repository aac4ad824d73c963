using System.Security.Cryptography;

namespace Bulwark.Testing.Acme;

/// <summary>A request whose signature is right.</summary>
internal sealed record SignedRequest(string Url, string Nonce, string? Account, ECDsa Key, byte[] Payload);
