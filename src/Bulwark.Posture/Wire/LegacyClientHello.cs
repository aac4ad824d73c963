using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Bulwark.Posture.Wire;

/// <summary>
/// The first message of a TLS client that knows nothing newer than a given version (RFC 4346, section 7.4.1.2; RFC 6066 for the name). Written by hand, because
/// the TLS library of a careful machine does not offer old versions any more, and a probe that cannot ask learns nothing.
/// </summary>
internal static class LegacyClientHello
{
    private const ushort Tls12 = 0x0303;

    // What servers of that time had: ECDHE, DHE and RSA with AES-CBC or 3DES, and the sign of secure renegotiation.
    private static readonly ushort[] CipherSuites =
        [0xC009, 0xC00A, 0xC013, 0xC014, 0xC008, 0xC012, 0x0033, 0x0039, 0x0016, 0x002F, 0x0035, 0x000A, 0x00FF];

    /// <summary>The record that carries the message.</summary>
    /// <param name="version">Highest version offered: 0x0302 is TLS 1.1, 0x0301 is TLS 1.0, 0x0300 is SSL 3.0.</param>
    /// <param name="serverName">SNI; left out for an address.</param>
    public static ReadOnlyMemory<byte> Create(ushort version, string serverName) => Create(version, serverName, CipherSuites);

    /// <summary>The same with other cipher suites.</summary>
    public static ReadOnlyMemory<byte> Create(ushort version, string serverName, IReadOnlyList<ushort> cipherSuites)
    {
        byte[] body =
        [
            .. Number(version),
            .. RandomNumberGenerator.GetBytes(32),
            0, // no session to resume
            .. Sized(cipherSuites.SelectMany(Number)),
            1, 0, // no compression
            .. Sized(Extensions(version, serverName)),
        ];
        byte[] message = [1, 0, .. Sized(body)];
        return (byte[])[0x16, .. Number(Math.Min(version, (ushort)0x0301)), .. Sized(message)];
    }

    private static byte[] Extensions(ushort version, string serverName) =>
    [
        .. IPAddress.TryParse(serverName, out _) ? [] : Extension(0, Sized([0, .. Sized(Encoding.ASCII.GetBytes(serverName))])),
        .. Extension(10, Sized([0, 23, 0, 24, 0, 25])), // groups: P-256, P-384, P-521
        .. Extension(11, [1, 0]), // points: uncompressed

        // Signatures (RFC 5246, section 7.4.1.4.1): ECDSA and RSA, SHA-256 and SHA-1. Before TLS 1.2 the message has no such thing.
        .. version < Tls12 ? [] : Extension(13, Sized([4, 3, 4, 1, 8, 4, 2, 3, 2, 1])),
    ];

    private static byte[] Extension(ushort type, IEnumerable<byte> content) => [.. Number(type), .. Sized(content)];

    private static byte[] Sized(IEnumerable<byte> content)
    {
        byte[] bytes = [.. content];
        return [.. Number((ushort)bytes.Length), .. bytes];
    }

    private static byte[] Number(ushort value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return bytes;
    }
}
