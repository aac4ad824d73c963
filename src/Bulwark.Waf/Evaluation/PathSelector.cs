using System.Text;

namespace Bulwark.Waf.Evaluation;

/// <summary>Which values of a JSON body are meant: the one at a path (<c>content.body</c>, <c>items[].name</c>), or all below it (<c>variables.**</c>).</summary>
/// <remarks>
/// Paths are spelled as the reader of bodies spells them: a dot, a bracket or a backslash of a key has a backslash before it (<c>m\.new_content.body</c>),
/// so that <c>{"content.body": ...}</c> is not <c>{"content": {"body": ...}}</c>, which flat names cannot tell apart. Case counts, as in JSON.
/// </remarks>
internal sealed class PathSelector
{
    private const string Below = ".**";

    private readonly byte[] _path;
    private readonly bool _isBelow;

    /// <exception cref="RuleException">The text is no path.</exception>
    public PathSelector(string text)
    {
        _isBelow = text.EndsWith(Below, StringComparison.Ordinal);
        var path = _isBelow ? text[..^Below.Length] : text;
        if (path.Length == 0 || path.Contains('*', StringComparison.Ordinal))
            throw new RuleException($"'{text}' is not a path: it is keys with dots between them, and only its end can be '{Below}'");

        Text = text;
        _path = Encoding.UTF8.GetBytes(path);
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    public bool Matches(ReadOnlySpan<byte> path) =>
        _isBelow ? path.Length > _path.Length && path.StartsWith(_path) && path[_path.Length] is (byte)'.' or (byte)'[' : path.SequenceEqual(_path);
}
