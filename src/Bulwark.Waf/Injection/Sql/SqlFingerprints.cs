namespace Bulwark.Waf.Injection.Sql;

/// <summary>The fingerprints of injections: all that <see cref="SqlShapes"/> can begin with, worked out once.</summary>
/// <remarks>It takes about a millisecond, so the table is made at the first use and not kept as a file.</remarks>
internal static class SqlFingerprints
{
    private const char Anything = '*';

    private static readonly Dictionary<ulong, bool> Table = Build();

    /// <summary>How many fingerprints and beginnings of fingerprints there are.</summary>
    public static int Count => Table.Count;

    /// <summary>Whether the tokens are a fingerprint, or begin with one that lets anything follow.</summary>
    public static bool Contains(ReadOnlySpan<byte> letters)
    {
        var key = 0UL;
        for (var i = 0; i < letters.Length; i++)
        {
            key = Extend(key, letters[i]);
            if (Table.TryGetValue(key, out var isOpen) && (isOpen || i == letters.Length - 1))
                return true;
        }

        return false;
    }

    private static ulong Extend(ulong key, byte letter) => (key << 8) | letter;

    private static Dictionary<ulong, bool> Build()
    {
        var table = new Dictionary<ulong, bool>();
        foreach (var shape in Expand(SqlShapes.Grammar)["injection"])
        {
            var isOpen = shape[^1] == Anything || shape.Length > SqlFolding.Longest;
            var key = 0UL;
            foreach (var letter in shape.TrimEnd(Anything).Take(SqlFolding.Longest))
                key = Extend(key, (byte)letter);

            table[key] = isOpen || table.GetValueOrDefault(key);
        }

        return table;
    }

    // Lines use only what earlier lines say, so one pass is enough.
    private static Dictionary<string, HashSet<string>> Expand(string grammar)
    {
        var names = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var line in grammar.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var alternatives = line[(equals + 1)..].Split('|', StringSplitOptions.TrimEntries);
            names[line[..equals].TrimEnd()] = [.. alternatives.SelectMany(alternative => Sequences(alternative, names))];
        }

        return names;
    }

    private static IEnumerable<string> Sequences(string alternative, Dictionary<string, HashSet<string>> names)
    {
        IEnumerable<string> sequences = [""];
        foreach (var symbol in alternative.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            IEnumerable<string> choices = symbol[0] == '<' && symbol.Length > 1 ? names[symbol[1..^1]] : [symbol];
            sequences = sequences.SelectMany(_ => choices, string.Concat);
        }

        return sequences;
    }
}
