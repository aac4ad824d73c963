using System.Text;
using Bulwark.Waf.Acl.Evaluation;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Acl.Rates;

/// <summary>All labels in a namespace that earlier rules have added.</summary>
internal sealed class LabelRateKey(string prefix) : RateKey
{
    public override RateKeyReading TryAppend(AclRequest request, ByteBuffer combination)
    {
        if (!request.Labels.ContainsNamespace(prefix))
            return RateKeyReading.Missing;

        foreach (var label in request.Labels.All.Where(label => label.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            Append(Encoding.UTF8.GetBytes(label), combination);

        Append("|"u8, combination);
        return RateKeyReading.Found;
    }
}
