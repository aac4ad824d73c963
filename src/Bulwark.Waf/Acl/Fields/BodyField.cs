using Bulwark.Waf.Acl.Options;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Acl.Fields;

/// <summary>The body as it was sent, as far as it was kept.</summary>
internal sealed class BodyField(OversizeHandling oversize) : Field
{
    public override string ToString() => "Body";

    public override FieldReading Read(TransactionData data, ValueStore values)
    {
        if (data.RequestBodyIsTruncated && oversize != OversizeHandling.Continue)
            return oversize == OversizeHandling.Match ? FieldReading.Match : FieldReading.NoMatch;

        values.Add(new NamedValue(default, data.RequestBody));
        return FieldReading.Values;
    }
}
