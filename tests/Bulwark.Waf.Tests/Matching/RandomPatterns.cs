using System.Text;

namespace Bulwark.Waf.Tests.Matching;

/// <summary>Patterns of every construct put together at random, over few letters, so that their parts get into each other's way.</summary>
internal sealed class RandomPatterns(ulong seed)
{
    private static readonly string[] Atoms = ["a", "b", "c", "ab", "ba", "[ab]", "[^a]", "[^\\n]", "\\w", "\\W", "\\s", ".", " ", "\\n", "[a-c]", "\\x61", "(?i:A)", "1", "-"];
    private static readonly string[] Assertions = ["^", "$", "\\b", "\\B", "\\A", "\\z", "\\Z", "(?!a)", "(?![bc])", "(?=b)", "(?<=a)", "(?<!b)", "(?!ab)"];
    private static readonly string[] Quantifiers = ["*", "+", "?", "{2}", "{0,2}", "{1,3}", "{2,}", "{1,12}", "*?", "+?", "??", "{1,3}?", "*+", "++", "?+", "{1,2}+"];

    private readonly Dice _dice = new(seed);

    public IEnumerable<string> Take(int count) => Enumerable.Range(0, count).Select(_ => Next());

    private string Next()
    {
        var text = new StringBuilder();
        Alternation(text, 3);
        return text.ToString();
    }

    private void Alternation(StringBuilder text, int depth)
    {
        Sequence(text, depth);
        while (_dice.OneIn(3))
        {
            text.Append('|');
            Sequence(text, depth);
        }
    }

    private void Sequence(StringBuilder text, int depth)
    {
        for (var parts = _dice.Next(4); parts >= 0; parts--)
        {
            if (_dice.OneIn(7))
            {
                text.Append(_dice.Pick(Assertions));
                continue;
            }

            Item(text, depth);
            if (_dice.OneIn(2))
                text.Append(_dice.Pick(Quantifiers));
        }
    }

    private void Item(StringBuilder text, int depth)
    {
        if (depth == 0 || _dice.Next(5) < 2)
        {
            text.Append(_dice.Pick(Atoms));
            return;
        }

        var kind = _dice.Next(8);
        text.Append(kind switch { < 4 => "(", < 7 => "(?:", _ => "(?>" });
        Alternation(text, depth - 1);
        text.Append(')');
        if (kind == 0 && depth == 3)
            text.Append(_dice.Pick(Atoms)).Append("\\g{-1}");
    }
}
