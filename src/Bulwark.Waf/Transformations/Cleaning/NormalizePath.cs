using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Cleaning;

/// <summary><c>t:normalizePath</c>: doubled slashes, <c>.</c> and <c>..</c> are resolved; never beyond the root, and a relative path keeps its leading <c>..</c>.</summary>
internal sealed class NormalizePath : Transformation
{
    public override string Name => "normalizePath";

    public override ByteClasses Triggers => ByteClasses.Slash | ByteClasses.Dot;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        if (!input.ContainsAny((byte)'/', (byte)'.'))
            return false;

        var target = output.GetSpan(input.Length)[..input.Length];
        var length = PathNormalization.Normalize(input, target);
        if (input.SequenceEqual(target[..length]))
            return false;

        output.Advance(length);
        return true;
    }
}
