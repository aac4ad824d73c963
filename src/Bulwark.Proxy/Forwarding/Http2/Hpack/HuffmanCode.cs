namespace Bulwark.Proxy.Forwarding.Http2.Hpack;

/// <summary>The Huffman code of RFC 7541, appendix B. It is canonical: the length of each code says what the code is.</summary>
internal static class HuffmanCode
{
    private const int EndOfString = 256;
    private const int Shortest = 5;
    private const int Longest = 30;

    /// <summary>How many bits stand for each byte, and for the end of a string.</summary>
    private static ReadOnlySpan<byte> Lengths =>
    [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
        30,
    ];

    /// <summary>Everything that has a code, by length of the code and then by value.</summary>
    private static readonly ushort[] Symbols = [.. Enumerable.Range(0, EndOfString + 1).OrderBy(symbol => Lengths[symbol]).Select(symbol => (ushort)symbol)];

    /// <summary>For each length: the first code, how many there are, and where their symbols begin.</summary>
    private static readonly (int First, int Count, int At)[] Rows = CreateRows();

    /// <summary>Decodes a string. Gives its length; -1 when the bytes are none.</summary>
    /// <param name="bytes">The code.</param>
    /// <param name="text">Has room for eight bytes of text for each five of code.</param>
    public static int Decode(ReadOnlySpan<byte> bytes, Span<byte> text)
    {
        var (length, code, bits) = (0, 0, 0);
        foreach (var part in bytes)
        {
            for (var bit = 7; bit >= 0; bit--)
            {
                code = (code << 1) | ((part >> bit) & 1);
                bits++;
                if (bits < Shortest)
                    continue;

                if (bits > Longest)
                    return -1;

                var row = Rows[bits];
                if (code - row.First >= row.Count)
                    continue;

                var symbol = Symbols[row.At + code - row.First];
                if (symbol == EndOfString)
                    return -1;

                text[length++] = (byte)symbol;
                (code, bits) = (0, 0);
            }
        }

        // RFC 7541 section 5.2: what fills the last byte is the beginning of the end of a string: ones, and fewer than eight.
        return bits < 8 && code == (1 << bits) - 1 ? length : -1;
    }

    private static (int First, int Count, int At)[] CreateRows()
    {
        var rows = new (int First, int Count, int At)[Longest + 1];
        var (code, at) = (0, 0);
        for (var length = 1; length <= Longest; length++)
        {
            code <<= 1;
            var count = 0;
            foreach (var other in Lengths)
                count += other == length ? 1 : 0;

            rows[length] = (code, count, at);
            code += count;
            at += count;
        }

        return rows;
    }
}
