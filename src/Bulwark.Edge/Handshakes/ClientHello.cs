using System.Buffers.Binary;

namespace Bulwark.Edge.Handshakes;

/// <summary>What a client says first (RFC 8446 section 4.1.2), as far as .NET does not tell and the edge needs it.</summary>
/// <param name="ServerName">The name of <c>server_name</c>; null: none.</param>
/// <param name="IsAcme">True when <c>acme-tls/1</c> is the one protocol that it offers (RFC 8737 section 3).</param>
/// <param name="OffersTls13">True when TLS 1.3 is among the versions that it offers (RFC 8446 section 4.2.1).</param>
internal sealed record ClientHello(string? ServerName, bool IsAcme, bool OffersTls13)
{
    /// <summary>A record is no longer; one that is not whole by then is none.</summary>
    public const int MostBytes = HeaderBytes + 16384;

    private const int HeaderBytes = 5;
    private const byte HandshakeRecord = 22;
    private const byte ClientHelloMessage = 1;
    private const ushort ServerNameExtension = 0;
    private const ushort ProtocolsExtension = 16;
    private const ushort VersionsExtension = 43;
    private const ushort Tls13 = 0x0304;

    // A list of 11 bytes: one name of 10 bytes (RFC 7301 section 3.1).
    private static ReadOnlySpan<byte> OnlyAcme => "\0\u000b\u000aacme-tls/1"u8;

    /// <summary>Reads the first record of a connection.</summary>
    /// <param name="bytes">What has come so far.</param>
    /// <param name="hello">What it says; null: more has to come, or it is no hello in one record.</param>
    /// <returns>False when more has to come.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ClientHello? hello)
    {
        hello = null;
        if (bytes.Length > 0 && bytes[0] != HandshakeRecord)
            return true;

        if (bytes.Length < HeaderBytes)
            return false;

        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[3..]);
        if (length > MostBytes - HeaderBytes)
            return true;

        if (bytes.Length < HeaderBytes + length)
            return false;

        hello = Parse(bytes.Slice(HeaderBytes, length));
        return true;
    }

    private static ClientHello? Parse(ReadOnlySpan<byte> record)
    {
        // Type, 24 bits of length, then version and random.
        if (record.Length < 38 || record[0] != ClientHelloMessage || ((record[1] << 16) | (record[2] << 8) | record[3]) != record.Length - 4)
            return null;

        var rest = record[38..];
        if (!TryTake(ref rest, lengthBytes: 1, out _) || !TryTake(ref rest, lengthBytes: 2, out _) || !TryTake(ref rest, lengthBytes: 1, out _) || !TryTake(ref rest, lengthBytes: 2, out var extensions))
            return null;

        string? serverName = null;
        var isAcme = false;
        var offersTls13 = false;
        while (extensions.Length >= 4)
        {
            var type = BinaryPrimitives.ReadUInt16BigEndian(extensions);
            extensions = extensions[2..];
            if (!TryTake(ref extensions, lengthBytes: 2, out var content))
                return null;

            if (type == ServerNameExtension)
                serverName = ReadName(content);
            else if (type == ProtocolsExtension)
                isAcme = content.SequenceEqual(OnlyAcme);
            else if (type == VersionsExtension)
                offersTls13 = HasTls13(content);
        }

        return new ClientHello(serverName, isAcme, offersTls13);
    }

    /// <summary>A list with one entry of type <c>host_name</c> (RFC 6066 section 3).</summary>
    private static string? ReadName(ReadOnlySpan<byte> content)
    {
        if (!TryTake(ref content, lengthBytes: 2, out var list) || list.Length == 0 || list[0] != 0)
            return null;

        list = list[1..];
        return TryTake(ref list, lengthBytes: 2, out var name) ? System.Text.Encoding.Latin1.GetString(name) : null;
    }

    private static bool HasTls13(ReadOnlySpan<byte> content)
    {
        if (!TryTake(ref content, lengthBytes: 1, out var versions))
            return false;

        for (; versions.Length >= 2; versions = versions[2..])
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(versions) == Tls13)
                return true;
        }

        return false;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> rest, int lengthBytes, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (rest.Length < lengthBytes)
            return false;

        var length = lengthBytes == 1 ? rest[0] : BinaryPrimitives.ReadUInt16BigEndian(rest);
        if (rest.Length < lengthBytes + length)
            return false;

        taken = rest.Slice(lengthBytes, length);
        rest = rest[(lengthBytes + length)..];
        return true;
    }
}
