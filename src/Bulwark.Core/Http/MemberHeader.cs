using Microsoft.AspNetCore.Http;

namespace Bulwark.Core.Http;

/// <summary>
/// <c>X-Bulwark-Member: alice</c>, by which a tier says whose access token it has verified in the request that it answers. It is for the proxies of the instance alone: the load balancer
/// hands it on to nobody but an edge, and the edge to nobody.
/// </summary>
public static class MemberHeader
{
    /// <summary>The header. A client that sends it says nothing by it.</summary>
    public const string Name = "X-Bulwark-Member";

    /// <summary>A user name has 128 characters at most, a Matrix ID 255; escaped they may have three times as many.</summary>
    private const int LongestValue = 768;

    /// <summary>Says whose token was verified, once in a request. What is answered in spite of it, a refusal too, is still that member's.</summary>
    /// <param name="response">The answer, which has not begun.</param>
    /// <param name="member">The user name; without case.</param>
    public static void Set(HttpResponse response, string member)
    {
        if (member.Length > 0 && !response.HasStarted && Encode(member) is { Length: <= LongestValue } value)
            response.Headers[Name] = value;
    }

    /// <summary>Empties an answer so that another can be given; whose it is stays.</summary>
    public static void ClearAllElse(HttpResponse response)
    {
        var member = response.Headers[Name];
        response.Clear();
        response.Headers[Name] = member;
    }

    /// <summary>The value for a user name: the name itself where it is printable ASCII without space.</summary>
    public static string Encode(string member) => member.AsSpan().ContainsAnyExceptInRange('!', '~') ? Uri.EscapeDataString(member) : member;

    /// <summary>False for what no tier of ours would have said.</summary>
    public static bool IsValue(string value) => value.Length is > 0 and <= LongestValue && !value.AsSpan().ContainsAnyExceptInRange('!', '~');
}
