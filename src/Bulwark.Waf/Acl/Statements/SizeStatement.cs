using Bulwark.Waf.Acl.Evaluation;
using Bulwark.Waf.Acl.Fields;
using Bulwark.Waf.Acl.Options;
using Bulwark.Waf.Transformations;

namespace Bulwark.Waf.Acl.Statements;

/// <summary>A value has some number of bytes.</summary>
internal sealed class SizeStatement(Field field, TransformationChain chain, SizeComparison comparison, long size) : FieldStatement(field, chain)
{
    protected override string Question => $"size {comparison} {size}";

    protected override bool Matches(AclRequest request, ReadOnlySpan<byte> value) => comparison switch
    {
        SizeComparison.Eq => value.Length == size,
        SizeComparison.Ne => value.Length != size,
        SizeComparison.Le => value.Length <= size,
        SizeComparison.Lt => value.Length < size,
        SizeComparison.Ge => value.Length >= size,
        SizeComparison.Gt => value.Length > size,
    };
}
