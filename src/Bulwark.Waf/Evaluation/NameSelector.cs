using System.Buffers;
using System.Text;
using Bulwark.Waf.Matching;

namespace Bulwark.Waf.Evaluation;

/// <summary>
/// Which names of a collection are meant: one name, or all that a regular expression finds. Case does not count where a rule says what it looks at, as in
/// libmodsecurity; it does where one name is taken away (<see cref="OfExactName"/>), because to a backend <c>FOO</c> is another parameter than <c>foo</c>.
/// </summary>
internal sealed class NameSelector
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    private readonly byte[] _name;
    private readonly Pattern? _pattern;
    private readonly byte[]? _prefix;
    private readonly bool _isExact;

    private NameSelector(string text, Pattern? pattern, bool isExact = false)
    {
        Text = text;
        _isExact = isExact;
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

    /// <summary>The one name as it is written, and no other.</summary>
    public static NameSelector OfExactName(string name) => new(name, pattern: null, isExact: true);

    /// <exception cref="RuleException">It is not a regular expression.</exception>
    public static NameSelector OfRegex(string pattern) => new(pattern, Pattern.Parse("(?i)" + pattern));

    public bool Matches(ReadOnlySpan<byte> name)
    {
        if (_pattern is null)
            return _isExact ? name.SequenceEqual(_name) : NameText.AreEqual(name, _name);

        // Most of them only say how the name begins (TX:/^header_name_/), and TX has many names.
        return _prefix is { } prefix && !name.Contains((byte)'\n')
            ? name.Length >= prefix.Length && NameText.AreEqual(name[..prefix.Length], prefix)
            : _pattern.IsMatch(name);
    }

    /// <summary>Whether a target is said in the same words.</summary>
    public bool IsSameAs(NameSelector? other) => other is not null && other.IsRegex == IsRegex && (IsRegex ? Text == other.Text : Matches(other._name));
}
