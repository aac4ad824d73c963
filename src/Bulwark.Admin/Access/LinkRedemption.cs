using Bulwark.Admin.Console;
using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Bulwark.Admin.Access;

/// <summary>
/// From a one-time link to a session, in two steps: opening the link shows a button, pressing the button redeems it. So a program that looks at links
/// before people do (previews, scanners) does not use it up.
/// </summary>
internal sealed class LinkRedemption(OneTimeLinks links, AdminSessions sessions, ILogger<LinkRedemption> log)
{
    /// <summary>How the path of a link begins; its secret follows.</summary>
    public const string Prefix = "/link/";

    private const int LongestForm = 1024;

    public RouteTable Map(RouteTable routes) => routes
        .Map("GET", Prefix + "{secret}", ShowAsync)
        .Map("POST", "/link", RedeemAsync);

    private ValueTask<IResult> ShowAsync(HttpContext context, RouteValues values) =>
        ValueTask.FromResult(links.IsGood(values["secret"]) ? LinkPage.Create(values["secret"]) : BareAnswer.NotFound);

    private async ValueTask<IResult> RedeemAsync(HttpContext context, RouteValues values)
    {
        if (await ReadSecretAsync(context.Request) is not { } secret || !links.TryRedeem(secret))
            return BareAnswer.NotFound;

        var (cookie, session) = sessions.Begin();
        Log.LinkRedeemed(log, SecretToken.IdOf(SecretToken.HashOf(secret)), session.Id, context.TraceIdentifier);
        SessionCookie.Write(context.Response, cookie);
        return new SeeOther("/");
    }

    private static async ValueTask<string?> ReadSecretAsync(HttpRequest request)
    {
        if (!request.HasFormContentType || request.ContentLength is not (> 0 and <= LongestForm))
            return null;

        using var reader = new StreamReader(request.Body);
        var form = QueryHelpers.ParseQuery(await reader.ReadToEndAsync(request.HttpContext.RequestAborted));
        return form.TryGetValue(LinkPage.Field, out var secret) && secret is [{ Length: > 0 } one] ? one : null;
    }
}
