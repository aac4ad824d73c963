namespace Bulwark.Waf.Injection.Sql;

/// <summary>The fingerprints of injections: all that <see cref="SqlShapes"/> can begin with, worked out once.</summary>
/// <remarks>It takes about a millisecond, so the table is made at the first use and not kept as a file.</remarks>
internal static class SqlFingerprints
{
    private const char Anything = '*';

    private static readonly Dictionary<ulong, FingerprintUse> Table = Build();

    /// <summary>How many fingerprints and beginnings of fingerprints there are.</summary>
    public static int Count => Table.Count;

    /// <summary>Whether the letters are a fingerprint, or begin with one that lets anything follow.</summary>
    public static bool Contains(ReadOnlySpan<byte> letters)
    {
        var key = 0UL;
        for (var i = 0; i < letters.Length; i++)
        {
            key = Extend(key, letters[i]);
            if (!Table.TryGetValue(key, out var use))
                return false;
            if (use == FingerprintUse.Open || (use == FingerprintUse.Whole && i == letters.Length - 1))
                return true;
        }

        return false;
    }

    /// <summary>Whether there are fingerprints that begin so.</summary>
    public static bool MayBegin(ReadOnlySpan<SqlToken> tokens)
    {
        var key = 0UL;
        foreach (ref readonly var token in tokens)
            key = Extend(key, (byte)token.Kind);

        return tokens.IsEmpty || Table.ContainsKey(key) || Contains(tokens);
    }

    private static bool Contains(ReadOnlySpan<SqlToken> tokens)
    {
        Span<byte> letters = stackalloc byte[tokens.Length];
        for (var i = 0; i < tokens.Length; i++)
            letters[i] = (byte)tokens[i].Kind;

        return Contains(letters);
    }

    private static ulong Extend(ulong key, byte letter) => (key << 8) | letter;

    private static Dictionary<ulong, FingerprintUse> Build()
    {
        var table = new Dictionary<ulong, FingerprintUse>();
        foreach (var shape in Expand(SqlShapes.Grammar)["injection"])
        {
            var isOpen = shape[^1] == Anything || shape.Length > SqlFolding.Longest;
            var letters = shape.TrimEnd(Anything);
            var key = 0UL;
            for (var i = 0; i < Math.Min(letters.Length, SqlFolding.Longest); i++)
            {
                key = Extend(key, (byte)letters[i]);
                table.TryAdd(key, FingerprintUse.Beginning);
            }

            table[key] = (FingerprintUse)Math.Max((int)table[key], (int)(isOpen ? FingerprintUse.Open : FingerprintUse.Whole));
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
