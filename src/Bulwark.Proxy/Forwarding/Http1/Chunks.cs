namespace Bulwark.Proxy.Forwarding.Http1;

/// <summary>The lines between chunks (RFC 9112 section 7.1). They end with CR and LF, and with nothing else.</summary>
internal static class Chunks
{
    private const int LongestLine = 4 * 1024;
    private const int MostDigits = 15;

    /// <summary>Reads the line before a chunk: how many bytes it takes; 0 when it is not whole. Extensions are passed over.</summary>
    /// <param name="bytes">What has come.</param>
    /// <param name="size">Bytes of the chunk; 0: it was the last.</param>
    /// <exception cref="BadAnswerException">It is no such line.</exception>
    public static int ReadSize(ReadOnlySpan<byte> bytes, out long size)
    {
        size = 0;
        var end = bytes.IndexOf((byte)'\n');
        if (end < 0)
            return bytes.Length <= LongestLine ? 0 : throw Bad();

        if (end == 0 || end > LongestLine || bytes[end - 1] != '\r')
            throw Bad();

        var line = bytes[..(end - 1)];
        var digits = 0;
        for (; digits < line.Length && char.IsAsciiHexDigit((char)line[digits]); digits++)
            size = (size << 4) + ValueOf(line[digits]);

        if (digits is 0 or > MostDigits || FieldList.HasControls(line) || line[digits..].TrimStart(" \t"u8) is [not (byte)';', ..])
            throw Bad();

        return end + 1;
    }

    /// <summary>Reads the end of a chunk: false when it has not come.</summary>
    /// <exception cref="BadAnswerException">The chunk is longer than it said.</exception>
    public static bool ReadEnd(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 2 && (bytes.StartsWith("\r\n"u8) ? true : throw Bad());

    private static int ValueOf(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static BadAnswerException Bad() => new("A chunk of the answer is none.");
}
