namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>What the name of an edge can look like: the CN of a certificate, with the name of its CA before it if that was imported.</summary>
internal static class EdgeIdentityName
{
    /// <summary>The longest CN (RFC 5280, appendix A.1: <c>ub-common-name</c>).</summary>
    private const int LongestCommonName = 64;

    /// <summary>The longest name of an imported CA, and the slash after it.</summary>
    private const int LongestPrefix = 49;

    /// <summary>Why no certificate could ever prove this name; null when one could. An empty one has a message of its own.</summary>
    public static string? ProblemOf(string identity)
    {
        if (string.IsNullOrWhiteSpace(identity))
            return null;

        if (identity.StartsWith("CN=", StringComparison.OrdinalIgnoreCase))
            return "is written as a subject: write the CN alone, without 'CN='";

        if (char.IsWhiteSpace(identity[0]) || char.IsWhiteSpace(identity[^1]))
            return "begins or ends with a space: take it away";

        if (identity.Any(char.IsControl))
            return "holds a control character, which no CN has";

        var longest = identity.Contains('/', StringComparison.Ordinal) ? LongestPrefix + LongestCommonName : LongestCommonName;
        return identity.Length > longest ? $"is longer than a CN can be ({LongestCommonName} characters)" : null;
    }
}
