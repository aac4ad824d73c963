using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Cleaning;

/// <summary><c>t:normalizePathWin</c>: backslashes become slashes, then as <c>t:normalizePath</c>.</summary>
/// <remarks>libmodsecurity keeps the last of three or more slashes of either kind as a backslash; here all become slashes.</remarks>
internal sealed class NormalizePathWin : Transformation
{
    public override string Name => "normalizePathWin";

    public override ByteClasses Triggers => ByteClasses.Slash | ByteClasses.Dot | ByteClasses.Backslash;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        if (!input.ContainsAny((byte)'/', (byte)'.', (byte)'\\'))
            return false;

        var target = output.GetSpan(input.Length)[..input.Length];
        input.Replace(target, (byte)'\\', (byte)'/');
        var length = PathNormalization.Normalize(target, target);
        if (input.SequenceEqual(target[..length]))
            return false;

        output.Advance(length);
        return true;
    }
}
