namespace Bulwark.Waf.Acl.Compilation;

/// <summary>The form of labels: up to five namespaces and a name, with colons between them.</summary>
internal static class LabelNames
{
    /// <summary>What labels of SecLang rules begin with.</summary>
    public const string Reserved = "bulwark:";

    /// <summary>How many labels one rule may add.</summary>
    public const int MostOfRule = 100;

    private const int MostParts = 6;
    private const int MostPartLength = 128;

    /// <summary>What is wrong with a label; null when nothing is.</summary>
    public static string? ProblemOf(string label)
    {
        var parts = label.Split(':');
        if (parts.Length > MostParts)
            return $"'{label}' has more than {MostParts - 1} namespaces";

        if (Array.Exists(parts, part => part.Length is 0 or > MostPartLength))
            return $"'{label}' has a part that is empty or longer than {MostPartLength} characters";

        return parts.All(part => part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-'))
            ? null
            : $"'{label}' holds something else than letters, digits, '_', '-' and colons";
    }
}
