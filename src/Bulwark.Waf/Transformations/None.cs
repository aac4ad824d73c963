using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations;

/// <summary><c>t:none</c>: forgets the transformations named before it, those of <c>SecDefaultAction</c> too. It changes no value itself.</summary>
internal sealed class None : Transformation
{
    public override string Name => "none";

    public override ByteClasses Triggers => ByteClasses.None;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output) => false;
}
