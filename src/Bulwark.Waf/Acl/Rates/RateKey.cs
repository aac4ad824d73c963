using Bulwark.Waf.Acl.Evaluation;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Acl.Rates;

/// <summary>One of the keys that tell the counts of a rate-based rule apart.</summary>
internal abstract class RateKey
{
    /// <summary>Appends the key of a request, in such a form that two combinations of keys are the same only if each key is.</summary>
    public abstract RateKeyReading TryAppend(AclRequest request, ByteBuffer combination);

    /// <summary>Appends a value with its length before it.</summary>
    protected static void Append(ReadOnlySpan<byte> value, ByteBuffer combination)
    {
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(combination.GetSpan(4), value.Length);
        combination.Advance(4);
        combination.Append(value);
    }
}
