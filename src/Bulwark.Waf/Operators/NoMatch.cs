namespace Bulwark.Waf.Operators;

/// <summary><c>@noMatch</c>: no value matches.</summary>
/// <remarks>
/// <c>@rbl</c> and <c>@geoLookup</c> are this operator too: the engine asks no name server about its clients, and reads no database of places. Rules that
/// use them load, and never match.
/// </remarks>
internal sealed class NoMatch : Operator
{
    public override bool Evaluate(IOperatorContext context, ReadOnlySpan<byte> value) => false;
}
