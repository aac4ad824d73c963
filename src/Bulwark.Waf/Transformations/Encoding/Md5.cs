using System.Security.Cryptography;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Encoding;

/// <summary><c>t:md5</c>: the MD5 digest's 16 bytes, not in hexadecimal (<c>t:hexEncode</c> follows where that is wanted).</summary>
internal sealed class Md5 : Transformation
{
    public override string Name => "md5";

    public override ByteClasses Triggers => ByteClasses.Any;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
#pragma warning disable CA5351 // rules compare and store such digests; nothing is kept secret or authentic by them
        output.Advance(MD5.HashData(input, output.GetSpan(MD5.HashSizeInBytes)));
#pragma warning restore CA5351
        return true;
    }
}
