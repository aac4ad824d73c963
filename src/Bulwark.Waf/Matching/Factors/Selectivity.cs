using Bulwark.Waf.Matching.Syntax;

namespace Bulwark.Waf.Matching.Factors;

/// <summary>How seldom a part matches at a place of ordinary text, roughly: the bits of information in a match.</summary>
internal static class Selectivity
{
    private static readonly double[] Frequencies = Build();

    public static double Bits(Node node)
    {
        switch (node)
        {
            case Node.Bytes bytes:
                return -Math.Log2(Math.Max(Frequency(bytes.Set), 1e-9));
            case Node.Sequence sequence:
                return sequence.Parts.Sum(Bits);
            case Node.Alternation alternation:
                return Math.Max(0, -Math.Log2(alternation.Branches.Sum(branch => Math.Pow(2, -Bits(branch)))));
            case Node.Repeat repeat:
                return repeat.Min * Bits(repeat.Body);
            case Node.Group group:
                return Bits(group.Body);
            case Node.Assertion { Kind: AssertionKind.WordBoundary }:
                return 1;
            case Node.Assertion { Kind: AssertionKind.NoWordBoundary }:
                return 0.5;
            case Node.Assertion:
                return 4;
            default:
                return 0;
        }
    }

    /// <summary>The share of ordinary text that lies in the set.</summary>
    public static double Frequency(ByteSet set)
    {
        var sum = 0.0;
        for (var value = 0; value < 256; value++)
        {
            if (set.Contains(value))
                sum += Frequencies[value];
        }

        return sum;
    }

    /// <summary>Requests hold words, numbers, the punctuation of JSON and forms, base64 and UTF-8; small letters most of all.</summary>
    private static double[] Build()
    {
        var weights = new double[256];
        Array.Fill(weights, 0.1);
        Fill(' ', '~', 0.6);
        Fill('0', '9', 1.5);
        Fill('A', 'Z', 0.8);
        Fill('a', 'z', 2);
        Fill(0x80, 0xFF, 0.15);
        foreach (var letter in "etaoinsrhl")
            weights[letter] = 4;

        weights[' '] = 10;
        var sum = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / sum);

        void Fill(int first, int last, double weight) => Array.Fill(weights, weight, first, last - first + 1);
    }
}
