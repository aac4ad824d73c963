using Bulwark.Testing;
using Bulwark.Waf.GraphQl;
using Bulwark.Waf.Text;
using CsCheck;

namespace Bulwark.Waf.Tests.GraphQl;

public sealed class GraphQlReaderTests
{
    private static readonly Gen<string> Documents = Gen.OneOf(
        Gen.String["{}()[]:@.\"#\\\n ,abon_$!"],
        Gen.OneOf(
            "{", "}", "(", ")", "[", "]", ":", "@", "@include(if: $x)", "...", "...f", "... on T", "fragment f on T", "fragment g on T", "query Q", "mutation", "subscription", "\"", "\"\"\"", "\\", "\\\"\"\"",
            "#", "\n", "\r", ",", " ", "a", "b: c", "__schema", "__type", "$x: [Int!]! = [1]", "1.5e3", "-", "null", "true", "\0", "\u00EF\u00BB\u00BF", "\u00E9").Array[0, 80].Select(string.Concat));

    [Theory]
    [InlineData("{a}", 1, 1, 1, 0)]
    [InlineData("{a b c}", 1, 3, 3, 0)]
    [InlineData("{a{b{c}}}", 3, 3, 1, 0)]
    [InlineData("query Q($x: [Int!]! = [1], $y: In = {a: {b: 1}}) @d(x: {a: 1}) {a(x: {b: {c: $x}}) {b}}", 2, 2, 1, 0)]
    [InlineData("{x: a y: b(x: 1) {z: c}}", 2, 3, 2, 3)]
    [InlineData("{a # {b {c\n b}", 1, 2, 2, 0)]
    [InlineData("{a(x: \"{{{\\\"{{{\") b(y: \"\"\"{{\\\"\"\"{{\"\"\")}", 1, 2, 2, 0)]
    [InlineData("{a{... on T{b} ... @include(if: $x){c} ...{d}}}", 2, 4, 1, 0)]
    [InlineData("{a{...f}} fragment f on T{b{c}}", 3, 3, 1, 0)]
    [InlineData("fragment f on T{b{c}} {a{...f} ...f}", 3, 5, 2, 0)]
    [InlineData("{a{...none}}", 2, 1, 1, 0)]
    [InlineData("query A{a} query B{a{b}}", 2, 2, 1, 0)]
    [InlineData("fragment f on T{b{c}}", 2, 2, 1, 0)]
    [InlineData("subscription{a}", 1, 1, 1, 0)]
    [InlineData("", 0, 0, 0, 0)]
    [InlineData("}}}}", 0, 0, 0, 0)]
    [InlineData("{{{a", 3, 1, 0, 0)]
    [InlineData("{a(", 1, 1, 1, 0)]
    [InlineData("{a(x:\"", 1, 1, 1, 0)]
    [InlineData("\u00EF\u00BB\u00BF{,a,,b}", 1, 2, 2, 0)]
    public void A_document_has_a_shape(string document, int depth, int fields, int rootFields, int aliases)
    {
        var shape = Read(document);

        Assert.Equal((depth, fields, rootFields, aliases), (shape.Depth, shape.Fields, shape.RootFields, shape.Aliases));
    }

    [Theory]
    [InlineData("{a a a}", 2)]
    [InlineData("{a{b} c{b}}", 0)]
    [InlineData("{a ... on T{a}}", 1)]
    [InlineData("{x: a a}", 0)]
    public void A_field_that_stands_again_is_counted(string document, int duplicates) => Assert.Equal(duplicates, Read(document).Duplicates);

    [Theory]
    [InlineData("{__schema{types{name}}}", true)]
    [InlineData("{a{x: __type(name: \"A\"){name}}}", true)]
    [InlineData("{...f} fragment f on Query{__schema{a}}", true)]
    [InlineData("{a{__typename}}", false)]
    [InlineData("{a(x: \"__schema\", __type: 1)}", false)]
    [InlineData("{__schema: a}", false)]
    public void A_question_for_the_schema_is_found(string document, bool expected) => Assert.Equal(expected, Read(document).IsIntrospection);

    [Theory]
    [InlineData("mutation{a}", true)]
    [InlineData("query{a} mutation M{b}", true)]
    [InlineData("{mutation}", false)]
    [InlineData("query mutation{a}", false)]
    public void A_change_is_found(string document, bool expected) => Assert.Equal(expected, Read(document).HasMutation);

    [Theory]
    [InlineData("{...a} fragment a on T{...a}", true)]
    [InlineData("{...a} fragment a on T{x{...b}} fragment b on T{y{...a}}", true)]
    [InlineData("{...a ...b} fragment a on T{...b} fragment b on T{x}", false)]
    public void Fragments_that_use_each_other_in_a_circle_are_found(string document, bool expected) => Assert.Equal(expected, Read(document).HasFragmentCycle);

    [Fact]
    public void Fragments_that_multiply_are_counted_without_being_inserted()
    {
        var bombs = Enumerable.Range(0, 60).Select(i => $"fragment f{i} on T{{a{{...f{i + 1}}}b{{...f{i + 1}}}}}");
        var shape = Read($"{{...f0}} {string.Join(' ', bombs)} fragment f60 on T{{c}}");

        Assert.Equal((GraphQlShape.MaxNumber, 61), (shape.Fields, shape.Depth));
    }

    [Fact]
    public void Nothing_that_is_large_takes_long()
    {
        Assert.Equal(1001, Read(new string('{', 1_000_000)).Depth);
        Assert.Equal(9_999, Read("{" + string.Concat(Enumerable.Repeat("a ", 10_000)) + "}").Duplicates);
        Assert.Equal(1, Read("{" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"...f{i} ")) + "}" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"fragment f{i} on T{{...f{i + 1}}}"))).Depth);
    }

    /// <summary>What is not read might be anything.</summary>
    [Theory]
    [InlineData("{", "a ")]
    [InlineData("{", "...f ")]
    [InlineData("", "{}")]
    [InlineData("", "fragment f on T{a}")]
    public void A_document_beyond_all_others_counts_as_one_that_asks_for_everything(string start, string part)
    {
        var reader = new GraphQlReader();

        Assert.InRange(reader.Read(Document(start + string.Concat(Enumerable.Repeat(part, 5_000)))).Fields, 0, 5_000);
        Assert.Equal(GraphQlShape.MaxNumber, reader.Read(Document(start + string.Concat(Enumerable.Repeat(part, 300_000)))).Fields);
        Assert.Equal(1, reader.Read(Document("{a}")).Fields);
    }

    /// <summary>Many readers wait for documents, each with the memory that it has kept.</summary>
    [Theory]
    [InlineData("{}")]
    [InlineData("fragment f{0} on T{a}")]
    [InlineData("{...f{0}}")]
    public void A_large_document_leaves_no_memory_behind(string part)
    {
        var reader = new GraphQlReader();

        reader.Read(Document(string.Concat(Enumerable.Range(0, 9_000).Select(i => part.Replace("{0}", $"{i}", StringComparison.Ordinal)))));

        Assert.InRange(reader.KeptElements, 0, 800);
    }

    [Fact]
    public void Whatever_it_is_given_it_answers() => Documents.Sample(Answers, iter: 20_000);

    /// <summary>As long as one likes: asked for by name.</summary>
    [Fact(Explicit = true)]
    public void Whatever_it_is_given_it_answers_for_long() => Documents.Sample(document => Fuzzing.Bounded(() => Answers(document)), time: Fuzzing.Seconds);

    private static void Answers(string document)
    {
        var shape = Read(document);
        Assert.InRange(shape.Depth, 0, document.Length + 1);
        Assert.InRange(shape.RootFields, 0, Math.Max(shape.Fields, 0));
    }

    private static GraphQlShape Read(string document) => new GraphQlReader().Read(Document(document));

    private static ByteSlice Document(string text) => new(System.Text.Encoding.Latin1.GetBytes(text));
}
