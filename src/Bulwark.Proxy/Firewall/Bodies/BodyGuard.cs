using Bulwark.Proxy.Firewall.Serving;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Firewall.Bodies;

/// <summary>Holds the body of one request until the rules have seen it, and then lets both go on, or neither.</summary>
internal sealed class BodyGuard(RequestFirewall firewall, HttpContext context)
{
    private readonly int _limit = firewall.Options.BodyBytes;

    /// <summary>Runs the request.</summary>
    public async Task RunAsync(RequestDelegate next)
    {
        using var body = new HeldBody(RequestFirewall.Memory);
        var refusal = MediaUpload.Is(context) ? await JudgeUploadAsync(body) : await JudgeAsync(body);
        if (refusal is not null)
        {
            await refusal.AnswerAsync(context);
            return;
        }

        await next(context);
    }

    private async ValueTask<FirewallRefusal?> JudgeAsync(HeldBody body)
    {
        var headers = context.Request.Headers;
        var coding = BodyCodings.Of(headers.ContentEncoding);
        if (TypeRefusal() is { } typeRefusal)
            return Refuse(typeRefusal);

        if (coding == BodyCoding.Unknown)
            return Refuse(FirewallRefusal.ContentEncoding);

        var isCounted = firewall.Options.Oversize == FirewallOversize.Count;
        if (context.Request.ContentLength > _limit && !isCounted)
            return Refuse(FirewallRefusal.Oversize);

        var client = context.Request.Body;
        var problem = await HoldAsync(client, body, _limit);
        if (problem is not null && !(problem == FirewallRefusal.Oversize && isCounted))
            return Refuse(problem);

        if (problem is not null)
            firewall.Journal.Noticed(context, problem, isRefused: false);

        context.Request.Body = new HeldStream(body, problem is null ? null : client);
        return firewall.Judge(context, body.Bytes.Span) ?? (coding == BodyCoding.None ? null : await JudgeDecodedAsync(coding, body, isCounted));
    }

    /// <summary>Whoever is behind may undo the coding or not: the rules see the body both ways.</summary>
    private async ValueTask<FirewallRefusal?> JudgeDecodedAsync(BodyCoding coding, HeldBody body, bool isCounted)
    {
        using var decoded = new HeldBody(RequestFirewall.Memory);
        var problem = await BodyCodings.DecodeAsync(coding, body.Bytes, decoded, _limit);
        if (problem is not null && !(problem == FirewallRefusal.Oversize && isCounted))
            return Refuse(problem);

        if (problem is not null)
            firewall.Journal.Noticed(context, problem, isRefused: false);

        return firewall.Judge(context, decoded.Bytes.Span, isAgain: true);
    }

    /// <summary>An upload is looked at where it begins, and streamed.</summary>
    private async ValueTask<FirewallRefusal?> JudgeUploadAsync(HeldBody body)
    {
        if (firewall.Judge(context, default) is { } refusal)
            return refusal;

        var client = context.Request.Body;
        var problem = await HoldAsync(client, body, MediaUpload.HeadBytes);
        if (problem == FirewallRefusal.NoRoom)
            return Refuse(problem);

        context.Request.Body = new HeldStream(body, problem is null ? null : client);
        if (!MediaUpload.IsDisguised(context.Request.ContentType, body.Bytes.Span))
            return null;

        var isRefused = firewall.DoesRefuse(context, "core");
        firewall.Journal.Noticed(context, FirewallRefusal.Upload, isRefused);
        return isRefused ? FirewallRefusal.Upload : null;
    }

    private FirewallRefusal? TypeRefusal() => context.Request.Headers.ContentType switch
    {
        { Count: 0 } => null,
        [{ } type] => ContentTypes.Judge(type),
        _ => FirewallRefusal.ContentType,
    };

    /// <summary>Reads until the end, or until there is more than <paramref name="limit"/>.</summary>
    private async ValueTask<FirewallRefusal?> HoldAsync(Stream client, HeldBody body, int limit)
    {
        while (true)
        {
            var room = body.Room(limit + 1);
            if (room.IsEmpty)
                return FirewallRefusal.NoRoom;

            var count = await ReadAsync(client, room);
            if (count == 0)
                return null;

            body.Advance(count);
            if (body.Length > limit)
                return FirewallRefusal.Oversize;
        }
    }

    /// <summary>A client that breaks off is nothing that went wrong here.</summary>
    private async ValueTask<int> ReadAsync(Stream client, Memory<byte> room)
    {
        try
        {
            return await client.ReadAsync(room, context.RequestAborted);
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            throw new ConnectionAbortedException("The client broke off its body.", e);
        }
    }

    private FirewallRefusal Refuse(FirewallRefusal refusal)
    {
        firewall.Journal.Noticed(context, refusal, isRefused: true);
        return refusal;
    }
}
