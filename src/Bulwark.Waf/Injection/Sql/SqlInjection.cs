namespace Bulwark.Waf.Injection.Sql;

/// <summary>Tells whether a value would change the SQL statement that it is put into.</summary>
/// <remarks>
/// The value is read as it stands, as the rest of a string in single quotes and as the rest of one in double quotes; each
/// time it is cut into tokens, folded to at most five, and their kinds looked up among the shapes of injections.
/// The way of libinjection, whose table, lists and code are not used.
/// </remarks>
internal static class SqlInjection
{
    /// <summary>Whether <paramref name="value"/> is an injection; if so its fingerprint is written, as long as <paramref name="length"/> says.</summary>
    /// <param name="value">The value, decoded.</param>
    /// <param name="fingerprint">Room for <see cref="SqlFolding.Longest"/> letters.</param>
    /// <param name="length">How long the fingerprint is; 0 if the value is no injection.</param>
    public static bool IsInjection(ReadOnlySpan<byte> value, Span<byte> fingerprint, out int length) =>
        IsInjection(value, 0, fingerprint, out length)
        || (value.Contains((byte)'\'') && IsInjection(value, (byte)'\'', fingerprint, out length))
        || (value.Contains((byte)'"') && IsInjection(value, (byte)'"', fingerprint, out length));

    private static bool IsInjection(ReadOnlySpan<byte> value, byte quote, Span<byte> fingerprint, out int length) =>
        IsInjection(value, SqlFlavour.Ansi, quote, fingerprint, out length, out var dependsOnFlavour)
        || (dependsOnFlavour && IsInjection(value, SqlFlavour.MySql, quote, fingerprint, out length, out _));

    private static bool IsInjection(ReadOnlySpan<byte> value, SqlFlavour flavour, byte quote, Span<byte> fingerprint, out int length, out bool dependsOnFlavour)
    {
        Span<SqlToken> stack = stackalloc SqlToken[SqlFolding.Capacity];
        scoped var tokenizer = new SqlTokenizer(value, flavour, quote);
        var folding = new SqlFolding(stack);
        folding.Read(ref tokenizer);
        dependsOnFlavour = tokenizer.DependsOnFlavour;

        var tokens = folding.Tokens;
        length = tokens.Length;
        for (var i = 0; i < length; i++)
            fingerprint[i] = (byte)tokens[i].Kind;

        if (SqlFingerprints.Contains(fingerprint[..length]) && !SqlCoincidence.IsOrdinaryText(value, tokens, fingerprint[..length]))
            return true;

        length = 0;
        return false;
    }
}
