using Bulwark.Proxy.Answers;
using Bulwark.Waf.Acl;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Firewall.Acl;

/// <summary>Answers as a rule of the settings says.</summary>
internal static class AclAnswer
{
    /// <summary>Answers with the status, headers and body of the rule; what the rule leaves open is said in the protocol of the path.</summary>
    public static Task WriteAsync(HttpContext context, AclResponse answer, AnswerProtocol protocol)
    {
        foreach (var (name, value) in answer.Headers)
            context.Response.Headers[name] = value;

        return answer.Body is { } body ? WriteAsync(context, answer, body) : ProxyAnswer.Refusal(answer.Status, protocol).ExecuteAsync(context);
    }

    private static Task WriteAsync(HttpContext context, AclResponse answer, string body)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.Headers.CacheControl = "no-store";
        if (answer.Status is StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified)
            return Task.CompletedTask;

        response.ContentType = answer.ContentType;
        return context.Request.Method == HttpMethods.Head ? Task.CompletedTask : response.WriteAsync(body, context.RequestAborted);
    }
}
