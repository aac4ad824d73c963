using Bulwark.Waf.Acl.Evaluation;
using Bulwark.Waf.Acl.Fields;
using Bulwark.Waf.Text;
using Bulwark.Waf.Transformations;

namespace Bulwark.Waf.Acl.Rates;

/// <summary>The values of a field, after transformations.</summary>
internal sealed class FieldRateKey(Field field, TransformationChain chain) : RateKey
{
    public override RateKeyReading TryAppend(AclRequest request, ByteBuffer combination)
    {
        var values = request.Values;
        values.Clear();
        field.Read(request.Data, values);
        if (values.Count == 0)
            return RateKeyReading.Missing;

        for (var i = 0; i < values.Count; i++)
            Append(request.Transform(chain, values[i].Value), combination);

        Append("|"u8, combination);
        return RateKeyReading.Found;
    }
}
