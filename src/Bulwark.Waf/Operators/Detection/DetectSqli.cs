using Bulwark.Waf.Injection.Sql;

namespace Bulwark.Waf.Operators.Detection;

/// <summary><c>@detectSQLi</c>: the value would change the SQL statement that it is put into. Captures the fingerprint as <c>TX:0</c>.</summary>
/// <remarks>ModSecurity asks libinjection. The letters of the fingerprints mean the same; the fingerprints of a value need not be the same.</remarks>
/// <example><c>SecRule ARGS "@detectSQLi" "id:100,phase:2,deny,capture,t:none,t:urlDecodeUni"</c></example>
internal sealed class DetectSqli : Operator
{
    public override bool Evaluate(IOperatorContext context, ReadOnlySpan<byte> value)
    {
        Span<byte> fingerprint = stackalloc byte[SqlFolding.Longest];
        if (!SqlInjection.IsInjection(value, fingerprint, out var length))
            return false;

        context.Captures?.Add(fingerprint[..length]);
        return true;
    }
}
