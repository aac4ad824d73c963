using Bulwark.Waf.Bodies;
using Bulwark.Waf.Evaluation;
using Bulwark.Waf.Rules;
using Bulwark.Waf.Rules.Settings;

namespace Bulwark.Waf;

/// <summary>
/// One request and its response on their way through the rules: it is told what arrives, in the order in which it arrives, and asked after each part.
/// </summary>
/// <remarks>
/// <para>The order is: connection, request line, headers, <see cref="EvaluateRequestHeaders"/> (phase 1), body, <see cref="EvaluateRequestBody"/> (phase 2, also
/// without a body), response line, headers, <see cref="EvaluateResponseHeaders"/> (phase 3), body, <see cref="EvaluateResponseBody"/> (phase 4), and always
/// <see cref="EvaluateLogging"/> (phase 5). After an interruption only phase 5 is left.</para>
/// <para>One thread at a time. <see cref="Dispose"/> gives it back for the next request; what it gave out (<see cref="Matches"/>, <see cref="Interruption"/>) may be kept.
/// Bytes are copied, so callers may use their buffers again at once.</para>
/// </remarks>
public sealed class Transaction : IDisposable
{
    private readonly WafEngine _engine;
    private readonly TransactionState _state;
    private bool _isDisposed;

    internal Transaction(WafEngine engine, TransactionState state)
    {
        _engine = engine;
        _state = state;
    }

    /// <summary>The rules that matched so far and are to be logged, in the order of their evaluation.</summary>
    public IReadOnlyList<RuleMatch> Matches => [.. _state.Matches];

    /// <summary>What the rules want done in place of handling the request; null while they let it pass.</summary>
    public Interruption? Interruption => _state.Interruption;

    /// <summary>What the rules would have done first if the engine did not run in <c>DetectionOnly</c>; null when they would have let the request pass.</summary>
    public Interruption? WouldInterrupt => _state.WouldInterrupt;

    /// <summary>Whether inspecting cost so much that it was given up: what was not inspected must not count as harmless.</summary>
    public bool IsBudgetExceeded => _state.Budget.IsExceeded;

    /// <summary>Whether there were more arguments than <c>SecArgumentsLimit</c>: the rest was not looked at.</summary>
    public bool IsArgumentsLimitExceeded => _state.Data.ArgumentsLimitExceeded;

    /// <summary>Whether something of the request was not looked at, for either reason. It must not count as harmless: <see cref="RefuseUnseen"/>.</summary>
    public bool IsIncomplete => IsBudgetExceeded || IsArgumentsLimitExceeded;

    /// <summary>What inspecting has cost so far, in bytes looked at: the same for the same request and rules, whatever came before.</summary>
    public long Cost => _state.Budget.Spent;

    /// <summary>Whether the rules want to see the request body. Good after <see cref="EvaluateRequestHeaders"/>.</summary>
    public bool IsRequestBodyWanted => _state.Mode != RuleEngineMode.Off && _state.ReadsRequestBody && Interruption is null;

    /// <summary>Whether the rules want to see the response body. Good after <see cref="EvaluateResponseHeaders"/>.</summary>
    public bool IsResponseBodyWanted =>
        _state.Mode != RuleEngineMode.Off && _state.ReadsResponseBody && Interruption is null && _state.Data.InspectsResponseBody;

    /// <summary>Who is connected to whom; addresses as text, without brackets.</summary>
    public void SetConnection(ReadOnlySpan<byte> clientAddress, int clientPort, ReadOnlySpan<byte> serverAddress, int serverPort) =>
        _state.Data.SetConnection(clientAddress, clientPort, serverAddress, serverPort);

    /// <summary>The request line as it was received, without its end of line.</summary>
    public void SetRequestLine(ReadOnlySpan<byte> line)
    {
        _state.Data.SetRequestLine(line);
        _state.Budget.Add(_engine.BudgetOf(line.Length));
    }

    /// <summary>A request whose line is not at hand, or that has none (HTTP/2): <c>REQUEST_LINE</c> is put together from its parts.</summary>
    /// <param name="method">The method.</param>
    /// <param name="target">The target as it was received, nothing decoded.</param>
    /// <param name="protocol">As ModSecurity spells it: <c>HTTP/1.1</c>, <c>HTTP/2.0</c>.</param>
    public void SetRequestLine(ReadOnlySpan<byte> method, ReadOnlySpan<byte> target, ReadOnlySpan<byte> protocol)
    {
        _state.Data.SetRequestLine(method, target, protocol);
        _state.Budget.Add(_engine.BudgetOf(target.Length));
    }

    /// <summary>Adds the next header of the request, in the order and the spelling in which it was received.</summary>
    public void AddRequestHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        _state.Data.AddRequestHeader(name, value);
        _state.Budget.Add(_engine.BudgetOf(name.Length + value.Length));
    }

    /// <summary>Phase 1.</summary>
    public Interruption? EvaluateRequestHeaders() => _engine.Evaluate(_state, RulePhase.RequestHeaders);

    /// <summary>Adds the next bytes of the request body. Without <see cref="IsRequestBodyWanted"/> they are not looked at.</summary>
    /// <returns>The refusal of a body that is too large (<c>SecRequestBodyLimitAction Reject</c>); else null.</returns>
    public Interruption? AppendRequestBody(ReadOnlySpan<byte> bytes)
    {
        if (!IsRequestBodyWanted)
            return Interruption;

        _state.Budget.Add(_engine.BudgetOf(bytes.Length));
        if (_state.Data.AppendRequestBody(bytes) == BodyVerdict.Rejected)
            Refuse(413, RulePhase.RequestBody, "The request body is larger than SecRequestBodyLimit");

        return Interruption;
    }

    /// <summary>Phase 2: the request body is complete, or there is none.</summary>
    public Interruption? EvaluateRequestBody()
    {
        if (IsRequestBodyWanted)
            _state.Data.ReadRequestBody();

        return _engine.Evaluate(_state, RulePhase.RequestBody);
    }

    /// <summary>The status line of the response.</summary>
    /// <param name="status">The status code.</param>
    /// <param name="protocol">As ModSecurity spells it: <c>HTTP/1.1</c>, <c>HTTP/2.0</c>.</param>
    /// <param name="reason">The reason phrase, if there is one.</param>
    public void SetResponseLine(int status, ReadOnlySpan<byte> protocol, ReadOnlySpan<byte> reason = default) =>
        _state.Data.SetResponseStatus(status, protocol, reason);

    /// <summary>Adds the next header of the response.</summary>
    public void AddResponseHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        _state.Data.AddResponseHeader(name, value);
        _state.Budget.Add(_engine.BudgetOf(name.Length + value.Length));
    }

    /// <summary>Phase 3.</summary>
    public Interruption? EvaluateResponseHeaders() => _engine.Evaluate(_state, RulePhase.ResponseHeaders);

    /// <summary>Adds the next bytes of the response body, decoded. Without <see cref="IsResponseBodyWanted"/> they are not looked at.</summary>
    /// <returns>The refusal of a body that is too large (<c>SecResponseBodyLimitAction Reject</c>); else null.</returns>
    public Interruption? AppendResponseBody(ReadOnlySpan<byte> bytes)
    {
        if (!IsResponseBodyWanted)
            return Interruption;

        _state.Budget.Add(_engine.BudgetOf(bytes.Length));
        if (_state.Data.AppendResponseBody(bytes) == BodyVerdict.Rejected)
            Refuse(500, RulePhase.ResponseBody, "The response body is larger than SecResponseBodyLimit");

        return Interruption;
    }

    /// <summary>Phase 4: the response body is complete, or there is none.</summary>
    public Interruption? EvaluateResponseBody()
    {
        if (IsResponseBodyWanted)
            _state.Data.ReadResponseBody();

        return _engine.Evaluate(_state, RulePhase.ResponseBody);
    }

    /// <summary>Phase 5: everything is over. It is evaluated for every request, also for one that was interrupted, and interrupts no more.</summary>
    public void EvaluateLogging() => _engine.EvaluateLogging(_state);

    /// <summary>Refuses what could not be looked at, as a rule would: in <c>DetectionOnly</c> it is only told (<see cref="WouldInterrupt"/>).</summary>
    /// <param name="phase">The phase that could not be completed, 1 to 4.</param>
    /// <param name="status">The HTTP status of the answer.</param>
    /// <param name="reason">What was not looked at.</param>
    /// <returns>The refusal; null when the rules only detect.</returns>
    public Interruption? RefuseUnseen(int phase, int status, string reason)
    {
        if (_state.Mode != RuleEngineMode.Off)
            Refuse(status, (RulePhase)phase, reason);

        return Interruption;
    }

    /// <summary>Gives the transaction back. It must not be used afterwards.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;

        _isDisposed = true;
        _engine.Return(_state);
    }

    internal TransactionState State => _state;

    private void Refuse(int status, RulePhase phase, string reason)
    {
        var refusal = new Interruption(InterruptionAction.Deny, status, (int)phase, RuleId: 0, reason);
        if (_state.Mode == RuleEngineMode.On)
            _state.Interruption ??= refusal;
        else
            _state.WouldInterrupt ??= refusal;
    }
}
