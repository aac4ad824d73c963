using Bulwark.Waf.Acl.Compilation;
using Bulwark.Waf.Acl.Evaluation;
using Bulwark.Waf.Acl.Fields;
using Bulwark.Waf.Transformations;

namespace Bulwark.Waf.Acl.Statements;

/// <summary>An address is in a set of networks.</summary>
internal sealed class IpSetStatement(AddressField field, TransformationChain none, NamedNetworks set) : FieldStatement(field, none)
{
    protected override string Question => $"is in the set {set.Name}";

    protected override bool Matches(AclRequest request, ReadOnlySpan<byte> value) => set.Networks.Contains(value);
}
