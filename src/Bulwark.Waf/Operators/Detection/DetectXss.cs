using Bulwark.Waf.Injection.Html;

namespace Bulwark.Waf.Operators.Detection;

/// <summary><c>@detectXSS</c>: the value would run a script in the page that it is put into. Captures the value as <c>TX:0</c>.</summary>
/// <example><c>SecRule ARGS "@detectXSS" "id:100,phase:2,deny,capture,t:none,t:urlDecodeUni"</c></example>
internal sealed class DetectXss : Operator
{
    public override bool Evaluate(IOperatorContext context, ReadOnlySpan<byte> value)
    {
        if (!CrossSiteScripting.IsInjection(value))
            return false;

        context.Captures?.Add(value);
        return true;
    }
}
