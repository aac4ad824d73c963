using System.Globalization;

namespace Bulwark.Waf.Transformations;

/// <summary>What <c>SecUnicodeMapFile FILE CODE-PAGE</c> says: the byte that stands for a character in a code page.</summary>
internal sealed class UnicodeMap
{
    private readonly short[] _bytes = new short[0x10000]; // -1 where the file says nothing

    private UnicodeMap() => _bytes.AsSpan().Fill(-1);

    /// <summary>
    /// Reads a map file: a line that begins with the code page's number, and on the lines after it, up to an empty one, pairs of hexadecimal numbers
    /// (<c>2019:27</c>), the character and the byte.
    /// </summary>
    /// <exception cref="RuleException">The code page is missing, or a pair is malformed.</exception>
    public static UnicodeMap Parse(string text, int codePage)
    {
        var map = new UnicodeMap();
        var name = codePage.ToString(CultureInfo.InvariantCulture);
        var lines = text.Split('\n', StringSplitOptions.TrimEntries);
        var heading = Array.FindIndex(lines, line => line.Split(' ')[0] == name);
        if (heading < 0)
            throw new RuleException($"the file has no code page {name}");

        var pairs = lines.Skip(heading + 1).TakeWhile(line => line.Length > 0);
        foreach (var pair in pairs.SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            map.Add(pair);

        return map;
    }

    public bool TryMap(int character, out byte value)
    {
        value = (byte)_bytes[character];
        return _bytes[character] >= 0;
    }

    private void Add(string pair)
    {
        var colon = pair.IndexOf(':');
        if (colon < 0
            || !ushort.TryParse(pair.AsSpan(0, colon), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var character)
            || !byte.TryParse(pair.AsSpan(colon + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            throw new RuleException($"'{pair}' is not a character and a byte");
        }

        _bytes[character] = value;
    }
}
