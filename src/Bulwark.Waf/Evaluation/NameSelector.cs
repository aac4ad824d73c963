using System.Buffers;
using System.Text;
using Bulwark.Waf.Matching;

namespace Bulwark.Waf.Evaluation;

/// <summary>Which names of a collection are meant: one name, or all that a regular expression finds. Case does not count for either, as in libmodsecurity.</summary>
internal sealed class NameSelector
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    private readonly byte[] _name;
    private readonly Pattern? _pattern;
    private readonly byte[]? _prefix;

    private NameSelector(string text, Pattern? pattern)
    {
        Text = text;
        _name = Encoding.UTF8.GetBytes(text);
        _pattern = pattern;
        if (pattern is not null && text.StartsWith('^') && text.AsSpan(1).IndexOfAnyExcept(Plain) < 0)
            _prefix = Encoding.UTF8.GetBytes(text[1..]);
    }

    /// <summary>As the rule has it, a regular expression without its slashes.</summary>
    public string Text { get; }

    public bool IsRegex => _pattern is not null;

    /// <summary>The one name; of no meaning for a regular expression.</summary>
    public ReadOnlySpan<byte> Name => _name;

    public static NameSelector OfName(string name) => new(name, pattern: null);

    /// <exception cref="RuleException">It is not a regular expression.</exception>
    public static NameSelector OfRegex(string pattern) => new(pattern, Pattern.Parse("(?i)" + pattern));

    public bool Matches(ReadOnlySpan<byte> name)
    {
        if (_pattern is null)
            return NameText.AreEqual(name, _name);

        // Most of them only say how the name begins (TX:/^header_name_/), and TX has many names.
        return _prefix is { } prefix && !name.Contains((byte)'\n')
            ? name.Length >= prefix.Length && NameText.AreEqual(name[..prefix.Length], prefix)
            : _pattern.IsMatch(name);
    }

    public bool IsSameAs(NameSelector? other) =>
        other is not null && other.IsRegex == IsRegex && (IsRegex ? Text == other.Text : NameText.AreEqual(_name, other._name));
}
