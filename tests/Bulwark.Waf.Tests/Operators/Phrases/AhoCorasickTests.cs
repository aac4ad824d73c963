using Bulwark.Waf.Operators.Phrases;
using CsCheck;

namespace Bulwark.Waf.Tests.Operators.Phrases;

public sealed class AhoCorasickTests
{
    private static readonly Gen<byte> Letters = Gen.Int[0, 3].Select(i => "abAb"u8[i]);

    [Fact]
    public void Finds_what_a_search_for_each_phrase_finds() =>
        Gen.Select(Letters.Array[0, 5].Array[0, 6], Letters.Array[0, 30]).Sample((phrases, value) =>
        {
            var expected = FirstEnd(phrases, value);

            var found = new AhoCorasick(phrases).TryFind(value, out var range);

            Assert.Equal(expected, found ? range : default(Range?));
        });

    [Fact]
    public void Many_phrases_and_a_long_hostile_value_take_little_time()
    {
        var phrases = Enumerable.Range(1, 2000).Select(i => Enumerable.Repeat((byte)'a', i % 500).Append((byte)'b').Append((byte)i).ToArray());
        var value = Enumerable.Repeat((byte)'a', 1_000_000).ToArray();

        Assert.False(new AhoCorasick(phrases).TryFind(value, out _));
    }

    private static Range? FirstEnd(byte[][] phrases, byte[] value)
    {
        for (var end = 1; end <= value.Length; end++)
        {
            var longest = phrases.Where(phrase => phrase.Length > 0 && EndsWith(value.AsSpan(0, end), phrase)).Select(phrase => phrase.Length).DefaultIfEmpty().Max();
            if (longest > 0)
                return (end - longest)..end;
        }

        return null;
    }

    private static bool EndsWith(ReadOnlySpan<byte> value, byte[] phrase) =>
        value.Length >= phrase.Length && System.Text.Ascii.EqualsIgnoreCase(value[^phrase.Length..], phrase);
}
