using System.Buffers.Binary;
using Bulwark.Waf.Acl.Evaluation;
using Bulwark.Waf.Acl.Fields;
using Bulwark.Waf.Operators.Networks;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Acl.Rates;

/// <summary>An address; of an IPv6 address the /64 network, because that is what one subscriber has.</summary>
internal sealed class AddressRateKey(AddressField field) : RateKey
{
    public override RateKeyReading TryAppend(AclRequest request, ByteBuffer combination)
    {
        var values = request.Values;
        values.Clear();
        var reading = field.Read(request.Data, values);
        if (reading == FieldReading.Match)
            return RateKeyReading.Match;

        if (reading == FieldReading.NoMatch || values.Count == 0)
            return RateKeyReading.Missing;

        if (NetworkSet.TryParseAddress(values[0].Value.Span, out var bits, out _))
            Append(bits, combination);
        else
            Append(values[0].Value.Span, combination);

        return RateKeyReading.Found;
    }

    private static void Append(UInt128 address, ByteBuffer combination)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, address);
        var isIPv4 = address >> 32 == 0xFFFF;
        Append(isIPv4 ? bytes : bytes[..8], combination);
    }
}
