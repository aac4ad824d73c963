using Bulwark.Waf.Acl.Evaluation;
using Bulwark.Waf.Acl.Fields;
using Bulwark.Waf.Operators.Networks;
using Bulwark.Waf.Transformations;

namespace Bulwark.Waf.Acl.Statements;

/// <summary>An address is in a set of networks.</summary>
internal sealed class IpSetStatement(AddressField field, TransformationChain none, NetworkSet networks, int count) : FieldStatement(field, none)
{
    protected override string Question => $"is in a set of {count}";

    protected override bool Matches(AclRequest request, ReadOnlySpan<byte> value) => networks.Contains(value);
}
