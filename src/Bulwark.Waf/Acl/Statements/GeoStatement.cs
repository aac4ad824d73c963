using System.Collections.Frozen;
using System.Net;
using Bulwark.Waf.Acl.Evaluation;
using Bulwark.Waf.Acl.Fields;
using Bulwark.Waf.Transformations;

namespace Bulwark.Waf.Acl.Statements;

/// <summary>An address is in one of some countries. One that no country is known of is in none.</summary>
internal sealed class GeoStatement(AddressField field, TransformationChain none, FrozenSet<string> countries, Func<IPAddress, string?> countryOf)
    : FieldStatement(field, none)
{
    protected override string Question => $"is in {string.Join(' ', countries.Order(StringComparer.Ordinal))}";

    protected override bool Matches(AclRequest request, ReadOnlySpan<byte> value) =>
        IPAddress.TryParse(value, out var address) && countryOf(address) is { } country && countries.Contains(country);
}
