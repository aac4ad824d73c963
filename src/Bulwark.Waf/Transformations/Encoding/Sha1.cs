using System.Security.Cryptography;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Encoding;

/// <summary><c>t:sha1</c>: the SHA1 digest's 20 bytes, not in hexadecimal (<c>t:hexEncode</c> follows where that is wanted).</summary>
internal sealed class Sha1 : Transformation
{
    public override string Name => "sha1";

    public override ByteClasses Triggers => ByteClasses.Any;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
#pragma warning disable CA5350 // rules compare and store such digests; nothing is kept secret or authentic by them
        output.Advance(SHA1.HashData(input, output.GetSpan(SHA1.HashSizeInBytes)));
#pragma warning restore CA5350
        return true;
    }
}
