using Bulwark.Waf.Text;

namespace Bulwark.Waf.Acl.Fields;

/// <summary>Which of several named values are looked at.</summary>
/// <param name="included">Only these; all when it is empty.</param>
/// <param name="excluded">But not these.</param>
/// <param name="isCaseSensitive">Cookies have names whose case counts, headers have not.</param>
internal sealed class NameFilter(IEnumerable<string> included, IEnumerable<string> excluded, bool isCaseSensitive)
{
    private readonly ByteSlice[] _included = [.. included.Select(ByteSlice.Of)];
    private readonly ByteSlice[] _excluded = [.. excluded.Select(ByteSlice.Of)];

    public static NameFilter All { get; } = new([], [], isCaseSensitive: true);

    public bool Includes(ReadOnlySpan<byte> name) => (_included.Length == 0 || IsIn(_included, name)) && !IsIn(_excluded, name);

    public override string ToString() =>
        $"{(_included.Length > 0 ? $":{string.Join('|', _included)}" : "")}{(_excluded.Length > 0 ? $" without {string.Join('|', _excluded)}" : "")}";

    private bool IsIn(ByteSlice[] names, ReadOnlySpan<byte> name)
    {
        foreach (var candidate in names)
        {
            if (isCaseSensitive ? candidate.Span.SequenceEqual(name) : System.Text.Ascii.EqualsIgnoreCase(candidate.Span, name))
                return true;
        }

        return false;
    }
}
