namespace Bulwark.Waf.Parsing.Syntax;

/// <summary>Which rules a removal or an update is about: those with one of the IDs, with the tag or with the message; only one of the three is given.</summary>
/// <remarks>Tags and messages are compared as a whole and with case, as libmodsecurity 3 does; its manual's regular expressions are ModSecurity 2.</remarks>
internal sealed record RuleSelection(IReadOnlyList<IdRange> Ids, string? Tag = null, string? Message = null)
{
    public static RuleSelection ByTag(string tag) => new([], Tag: tag);

    public static RuleSelection ByMessage(string message) => new([], Message: message);

    /// <summary>The rules with the IDs in <paramref name="text"/>: numbers and ranges (<c>942000-942999</c>), separated by spaces or commas.</summary>
    /// <exception cref="RuleException">Something else stands there.</exception>
    public static RuleSelection ById(string text)
    {
        var words = text.Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0 ? new([.. words.Select(Range)]) : throw new RuleException("a rule ID is missing");
    }

    public bool Contains(int id, IEnumerable<string> tags, string? message) =>
        Ids.Any(range => range.Contains(id))
        || (Tag is not null && tags.Contains(Tag, StringComparer.Ordinal))
        || (Message is not null && Message == message);

    public override string ToString() => Tag ?? Message ?? string.Join(' ', Ids);

    private static IdRange Range(string word)
    {
        var dash = word.IndexOf('-', StringComparison.Ordinal);
        var range = dash < 0 ? new IdRange(Id(word), Id(word)) : new IdRange(Id(word[..dash]), Id(word[(dash + 1)..]));
        return range.First <= range.Last ? range : throw new RuleException($"'{word}' is not a range: it ends before it begins");
    }

    private static int Id(string text) => RuleId.TryParse(text, out var id) ? id : throw new RuleException($"'{text}' is not a rule ID");
}
