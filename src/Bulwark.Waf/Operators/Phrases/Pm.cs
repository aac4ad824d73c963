using System.Text;

namespace Bulwark.Waf.Operators.Phrases;

/// <summary>
/// <c>@pm</c>: one of the phrases, which white space separates, stands somewhere in the value; ASCII letters match in both cases. <c>@pmFromFile</c> reads
/// them from a file, one on each line. Captures the phrase as it stands in the value.
/// </summary>
/// <remarks>In the list for <c>@pm</c> hexadecimal numbers between bars are bytes: <c>a|0d 0a|b</c>.</remarks>
/// <example><c>SecRule REQUEST_HEADERS:User-Agent "@pm WebZIP WebCopier" "id:100,phase:1,deny"</c></example>
internal sealed class Pm : Operator
{
    private readonly AhoCorasick _automaton;

    private Pm(IEnumerable<byte[]> phrases)
    {
        Phrases = [.. phrases];
        _automaton = new AhoCorasick(Phrases);
    }

    public IReadOnlyList<byte[]> Phrases { get; }

    /// <exception cref="RuleException">There are no phrases, or what stands between bars are no hexadecimal numbers.</exception>
    public static Pm Of(string list) => new(PhraseList.Parse(list));

    /// <exception cref="RuleException">The file cannot be read.</exception>
    public static Pm FromFile(RuleDataFile file) => new(file.ReadLines().Select(Encoding.Latin1.GetBytes));

    public override bool Evaluate(IOperatorContext context, ReadOnlySpan<byte> value)
    {
        if (!_automaton.TryFind(value, out var found))
            return false;

        context.Captures?.Add(value[found]);
        return true;
    }
}
