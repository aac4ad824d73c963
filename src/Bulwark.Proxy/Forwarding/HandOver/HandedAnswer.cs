using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Bulwark.Proxy.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Forwarding.HandOver;

/// <summary>
/// The answer to a request that was handed over. Status and headers are the other tier's own until it begins to send; then they are copied into the client's answer, and the body goes
/// straight into the buffers of that.
/// </summary>
internal sealed class HandedAnswer(HttpContext outer, Patience patience, IAnswerWatch? watch) : PipeWriter, IHttpResponseFeature, IHttpResponseBodyFeature, IHttpResponseTrailersFeature, IHttpResetFeature
{
    private PipeWriter? _body;
    private Stream? _stream;
    private Stack<(Func<object, Task> Callback, object State)>? _starting;
    private Stack<(Func<object, Task> Callback, object State)>? _completed;
    private HeaderDictionary? _trailers;
    private bool _isWriting;
    private long _unflushed;

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HandedHeaders(capacity: 12);

    public bool HasStarted { get; private set; }

    /// <summary>Why the answer is not whole, if it is not.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Ends when nobody wants the answer any more.</summary>
    public CancellationToken Aborted => patience.Token;

    public PipeWriter Writer => this;

    public Stream Stream => _stream ??= AsStream(leaveOpen: true);

    Stream IHttpResponseFeature.Body
    {
        get => Stream;
        set => throw new NotSupportedException("The body is that of the client's answer.");
    }

    public IHeaderDictionary Trailers
    {
        get => _trailers ??= [];
        set => throw new NotSupportedException("Trailers are added one by one.");
    }

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _unflushed;

    /// <summary>Taken when the first byte is about to be written: from then on a large answer is watched.</summary>
    private PipeWriter Body
    {
        get
        {
            if (_body is not null)
                return _body;

            SlowAnswers.Watch(outer, Headers.ContentLength);
            return _body = outer.Response.BodyWriter;
        }
    }

    public void OnStarting(Func<object, Task> callback, object state)
    {
        if (HasStarted)
            throw new InvalidOperationException("The answer has begun.");

        (_starting ??= []).Push((callback, state));
    }

    public void OnCompleted(Func<object, Task> callback, object state) => (_completed ??= []).Push((callback, state));

    public void DisableBuffering()
    {
    }

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (HasStarted)
            return;

        while (_starting?.TryPop(out var starting) == true)
            await starting.Callback(starting.State);

        var member = AnswerCopy.CopyHead(outer, StatusCode, ReasonPhrase, Headers);
        watch?.Answered(outer, member);
        HasStarted = true;
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    public Task CompleteAsync() => EndAsync();

    /// <summary>The other tier has said all that it has to say.</summary>
    public async Task EndAsync()
    {
        if (Failure is not null)
            return;

        // Who was cut off has answered nobody.
        Aborted.ThrowIfCancellationRequested();
        await StartAsync();
        if (_unflushed > 0 && !GoesOutWithTheEnd)
            await FlushAsync(Aborted);

        if (_trailers is not null)
            AnswerCopy.CopyTrailers(outer, _trailers);
    }

    /// <summary>
    /// The server makes one of the last part and the end of the answer: in HTTP/2 always, in HTTP/1.1 when that is the only part; and only while nobody stands in between.
    /// </summary>
    private bool GoesOutWithTheEnd =>
        (HttpProtocol.IsHttp2(outer.Request.Protocol) || !outer.Response.HasStarted) && outer.Features.Get<IHttpResponseBodyFeature>() is not StreamResponseBodyFeature;

    /// <summary>What is done afterwards.</summary>
    public async ValueTask CompletedAsync()
    {
        while (_completed?.TryPop(out var completed) == true)
            await completed.Callback(completed.State);
    }

    /// <summary>The answer ends here and is not whole.</summary>
    public void CutOff(Exception reason)
    {
        Failure ??= reason;
        patience.Lose();
    }

    public void Reset(int errorCode) => CutOff(new IOException($"The stream was reset with error code {errorCode}."));

    /// <summary>Whose doing it is that an answer which had begun ended too early.</summary>
    public ForwarderError ErrorOf() => this switch
    {
        _ when patience.IsClientGone => ForwarderError.ResponseBodyCanceled,
        { _isWriting: true } => ForwarderError.ResponseBodyClient,
        _ => ForwarderError.ResponseBodyDestination,
    };

    public override Memory<byte> GetMemory(int sizeHint = 0) => Body.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => Body.GetSpan(sizeHint);

    public override void Advance(int bytes)
    {
        Body.Advance(bytes);
        _unflushed += bytes;
    }

    public override void CancelPendingFlush() => Body.CancelPendingFlush();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        await StartAsync(cancellationToken);
        patience.Renew();
        _isWriting = true;
        var result = await Body.FlushAsync(cancellationToken);
        _isWriting = false;
        _unflushed = 0;
        return result;
    }

    public override void Complete(Exception? exception = null)
    {
        if (exception is not null)
            CutOff(exception);
    }

    public override ValueTask CompleteAsync(Exception? exception = null)
    {
        Complete(exception);
        return ValueTask.CompletedTask;
    }
}
