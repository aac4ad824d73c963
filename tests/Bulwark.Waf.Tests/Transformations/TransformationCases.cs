using System.Text;
using Bulwark.Waf.Text;
using Bulwark.Waf.Transformations;

namespace Bulwark.Waf.Tests.Transformations;

/// <summary>Runs one transformation on text in which each character up to U+00FF stands for the byte of its number.</summary>
internal static class TransformationCases
{
    private static readonly TransformationTable Table = new();

    public static Transformation Find(string name) =>
        Table.TryFind(name, out var transformation) ? transformation : throw new ArgumentException($"There is no transformation {name}", nameof(name));

    /// <summary>The transformed value; checks too that "changed" is told truly and that the scan of bytes never denies a change.</summary>
    public static byte[] Transform(Transformation transformation, byte[] input)
    {
        var before = "before"u8;
        var output = new ByteBuffer(1);
        output.Append(before);

        var changed = transformation.TryTransform(input, output);

        Assert.True(output.WrittenSpan.StartsWith(before));
        var result = changed ? output.WrittenSpan[before.Length..].ToArray() : input;
        if (!changed)
            Assert.Equal(before.Length, output.Length);
        else
            Assert.False(result.AsSpan().SequenceEqual(input), $"{transformation.Name} tells of a change where there is none");

        Assert.False(changed && transformation.CannotChange(ByteClassScan.Of(input)), $"{transformation.Name}: the scan of the bytes denied the change");
        return result;
    }

    public static void Check(string name, string input, string expected) =>
        Assert.Equal(expected, Encoding.Latin1.GetString(Transform(Find(name), Encoding.Latin1.GetBytes(input))));
}
