using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>The request method, compared with case.</summary>
internal sealed class MethodCondition(IEnumerable<string> values) : ICondition
{
    private readonly string[] _methods = [.. values];

    public bool Matches(HttpContext context) => Array.IndexOf(_methods, context.Request.Method) >= 0;
}
