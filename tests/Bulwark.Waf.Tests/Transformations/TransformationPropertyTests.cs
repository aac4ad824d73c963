using Bulwark.Waf.Text;
using Bulwark.Waf.Transformations;
using Bulwark.Waf.Transformations.Encoding;
using CsCheck;

namespace Bulwark.Waf.Tests.Transformations;

public sealed class TransformationPropertyTests
{
    private static readonly Transformation[] All = [.. new TransformationTable().All];

    /// <summary>Bytes among which those that begin escapes, comments and path segments are frequent.</summary>
    private static readonly Gen<byte[]> Values = Gen.OneOf(
        Gen.Byte,
        OneByteOf([.. "%%%uU&&#;xX\\\\/*<!->#.. \t\n\0+=\"'^,;"u8]),
        OneByteOf([.. "0123456789abcdefABCDEFgltamp"u8])).Array[0, 60];

    [Fact]
    public void None_throws_grows_beyond_its_bound_or_tells_of_a_change_that_is_none() => Values.Sample(value =>
    {
        foreach (var transformation in All)
        {
            var result = TransformationCases.Transform(transformation, value);

            Assert.True(result.Length <= Bound(transformation, value.Length), $"{transformation.Name} made {result.Length} bytes of {value.Length}");
        }
    });

    [Theory]
    [InlineData("lowercase")]
    [InlineData("uppercase")]
    [InlineData("removeNulls")]
    [InlineData("replaceNulls")]
    [InlineData("removeWhitespace")]
    [InlineData("compressWhitespace")]
    [InlineData("trim")]
    [InlineData("trimLeft")]
    [InlineData("trimRight")]
    [InlineData("parityZero7bit")]
    [InlineData("none")]
    public void A_second_time_changes_nothing(string name) => Values.Sample(value =>
    {
        var once = TransformationCases.Transform(TransformationCases.Find(name), value);

        Assert.False(TransformationCases.Find(name).TryTransform(once, new ByteBuffer()));
    });

    [Fact]
    public void A_path_is_normal_after_at_most_as_many_times_as_it_has_dots() => OneByteOf([.. "//..ab"u8]).Array[0, 30].Sample(path =>
    {
        var value = path;
        for (var i = 0; i <= path.Count(b => b == '.'); i++)
            value = TransformationCases.Transform(TransformationCases.Find("normalizePath"), value);

        Assert.False(TransformationCases.Find("normalizePath").TryTransform(value, new ByteBuffer()));
    });

    [Theory]
    [InlineData("hexEncode", "hexDecode")]
    [InlineData("base64Encode", "base64Decode")]
    [InlineData("base64Encode", "base64DecodeExt")]
    [InlineData("urlEncode", "urlDecode")]
    [InlineData("urlEncode", "urlDecodeUni")]
    public void Decoding_undoes_encoding(string encoding, string decoding) => Values.Sample(value =>
    {
        var encoded = TransformationCases.Transform(TransformationCases.Find(encoding), value);

        Assert.Equal(value, TransformationCases.Transform(TransformationCases.Find(decoding), encoded));
    });

    [Fact]
    public void A_chain_gives_what_its_transformations_give_one_after_the_other() =>
        Gen.Select(Values, Gen.Int[0, All.Length - 1].Select(i => All[i]).Array[0, 5]).Sample(CheckChain);

    private static void CheckChain(byte[] value, Transformation[] transformations)
    {
        transformations = [.. transformations.Where(transformation => transformation is not None)];
        var chain = new TransformationChains().Intern(transformations);
        var expected = transformations.Aggregate(value, (current, transformation) => TransformationCases.Transform(transformation, current));

        var result = chain.Apply(value, new ByteBuffer(1), new ByteBuffer(1));

        Assert.Equal(expected, result.ToArray());
        Assert.True(!chain.CannotChange(ByteClassScan.Of(value)) || result.SequenceEqual(value));
    }

    private static Gen<byte> OneByteOf(byte[] bytes) => Gen.Int[0, bytes.Length - 1].Select(i => bytes[i]);

    private static int Bound(Transformation transformation, int length) => transformation switch
    {
        Length or Md5 or Sha1 => 20,
        Base64Encode => ((length + 2) / 3) * 4,
        HexEncode => 2 * length,
        UrlEncode => 3 * length,
        Utf8ToUnicode => 4 * length,
        _ => length,
    };
}
