namespace Bulwark.LoadBalancer.Rules;

/// <summary>A path condition, compared with case against the raw path: a trailing <c>*</c> stands for any rest, the empty one too.</summary>
internal sealed class PublicPathPattern(string pattern)
{
    private readonly bool _isPrefix = pattern.EndsWith('*');
    private readonly string _text = pattern.TrimEnd('*');

    /// <summary>True when the raw path fits.</summary>
    public bool Matches(ReadOnlySpan<char> path) => _isPrefix ? path.StartsWith(_text, StringComparison.Ordinal) : path.SequenceEqual(_text);

    /// <inheritdoc />
    public override string ToString() => pattern;
}
