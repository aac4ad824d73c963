using Bulwark.Core.Routing;
using Bulwark.Proxy.Firewall.Bodies;
using Bulwark.Proxy.Firewall.Serving;
using Bulwark.Waf;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Proxy.Firewall.Answers;

/// <summary>What the rules see of one answer, and what they say of it.</summary>
internal sealed class AnswerInspection(RequestFirewall firewall, HttpContext context) : IDisposable
{
    private readonly int _limit = firewall.Options.Answers.Bytes;
    private Transaction? _transaction;
    private HeldBody? _held;

    /// <summary>Why the client does not get the answer; null as long as nothing stands against it.</summary>
    public FirewallRefusal? Refusal { get; private set; }

    /// <summary>Whether the body is held until its end: then the verdict is still to come.</summary>
    public bool IsHolding => _held is not null;

    /// <summary>What has been held of the body.</summary>
    public ReadOnlyMemory<byte> Held => _held?.Bytes ?? default;

    /// <summary>The head is there. Unless the body is to be held, this is the verdict.</summary>
    public void Begin()
    {
        try
        {
            _transaction = firewall.BeginAnswer(context);
            if (HoldsBody(_transaction))
                _held = new HeldBody(RequestFirewall.Memory);
            else
                Judge(_transaction);
        }
#pragma warning disable CA1031 // whatever the rules throw, the answer must not pass as if they had seen it
        catch (Exception e)
#pragma warning restore CA1031
        {
            Refusal = firewall.FailAnswer(context, e);
        }
    }

    /// <summary>Holds what there is room for.</summary>
    /// <returns>What is left: the limit is reached and the verdict is due, or there is a refusal.</returns>
    public ReadOnlyMemory<byte> Hold(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty && _held is { } held && held.Length < _limit)
        {
            var room = held.Room(_limit);
            if (room.IsEmpty)
            {
                firewall.Journal.Noticed(context, FirewallRefusal.NoRoom, isRefused: true);
                Refusal = FirewallRefusal.NoRoom;
                return bytes;
            }

            var count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            held.Advance(count);
            bytes = bytes[count..];
        }

        return bytes;
    }

    /// <summary>The verdict about an answer whose body has been held, to its end or to the limit.</summary>
    public async ValueTask EndAsync(bool isWhole)
    {
        if (!isWhole)
            firewall.Journal.Noticed(context, FirewallRefusal.LongAnswer, isRefused: false);

        try
        {
            await AppendAsync(_transaction!, _held!);
            if (Refusal is null)
                Judge(_transaction!);
        }
#pragma warning disable CA1031 // the same
        catch (Exception e)
#pragma warning restore CA1031
        {
            Refusal = firewall.FailAnswer(context, e);
        }
    }

    /// <summary>Forgets what was held.</summary>
    public void Release()
    {
        _held?.Dispose();
        _held = null;
    }

    public void Dispose()
    {
        Release();
        _transaction?.Dispose();
        _transaction = null;
    }

    private bool HoldsBody(Transaction transaction) =>
        transaction.IsResponseBodyWanted
        && !HttpMethods.IsHead(context.Request.Method)
        && context.Response.StatusCode is not (StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified)
        && !AnswerHead.IsLongPoll(RawPath.PathOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget));

    private void Judge(Transaction transaction)
    {
        Refusal = firewall.JudgeAnswer(context, transaction);
        transaction.Dispose();
        _transaction = null;
    }

    /// <summary>Rules look at the body that the client will read: the decoded one, as far as it can be decoded.</summary>
    private async ValueTask AppendAsync(Transaction transaction, HeldBody held)
    {
        var coding = BodyCodings.Of(context.Response.Headers.ContentEncoding);
        if (coding is BodyCoding.None or BodyCoding.Unknown)
        {
            transaction.AppendResponseBody(held.Bytes.Span);
            return;
        }

        using var decoded = new HeldBody(RequestFirewall.Memory);
        var problem = await BodyCodings.DecodeAsync(coding, held.Bytes, decoded, _limit);
        if (problem == FirewallRefusal.NoRoom)
        {
            firewall.Journal.Noticed(context, problem, isRefused: true);
            Refusal = problem;
        }
        else if (problem == FirewallRefusal.Oversize)
        {
            firewall.Journal.Noticed(context, FirewallRefusal.LongAnswer, isRefused: false);
        }

        transaction.AppendResponseBody(decoded.Length > 0 ? decoded.Bytes.Span : held.Bytes.Span);
    }
}
