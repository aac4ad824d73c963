using System.CommandLine;
using System.Globalization;
using Bulwark.Core.Control;
using Bulwark.LoadBalancer;
using Bulwark.LoadBalancer.Control;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.LoadBalancer.MutualTls.Journal;
using Bulwark.LoadBalancer.MutualTls.Proofs;

namespace Bulwark.CommandLine;

/// <summary><c>bulwark lock [off|audit|verify]</c>: shows or sets the load balancer's mutual TLS mode at run time.</summary>
internal sealed class LockVerb
{
    private const int Refused = 1;

    private readonly Command _verb = new("lock", "Show or set the load balancer's mutual TLS mode at run time, until the next start or apply");
    private readonly Argument<MutualTlsMode?> _mode = new("MODE") { Description = "off: everybody is let in. audit: everybody is let in, and whom verify would refuse is recorded. verify: nobody without a verified client certificate. None: show every listener and that record", Arity = ArgumentArity.ZeroOrOne, HelpName = "off|audit|verify" };
    private readonly Option<string?> _listener = new("--listener") { Description = "The listener that is set [default: default]", HelpName = "NAME" };
    private readonly Option<bool> _now = new("--now") { Description = "Cut the open connections that the mode refuses at once, without the grace (loadBalancer.lock.grace)" };
    private readonly Option<bool> _force = new("--force") { Description = "Set the mode even when it would refuse an edge of ours; without this the lock tries it first, and stays as it is if one is refused" };
    private readonly Option<bool> _json;
    private readonly InstanceOptions _instance;

    private LockVerb()
    {
        _mode.AcceptOnlyFromAmong("off", "audit", "verify");
        _verb.Arguments.Add(_mode);
        foreach (var option in new Option[] { _listener, _now, _force })
            _verb.Options.Add(option);

        _json = JsonOutput.AddTo(_verb);
        _instance = InstanceOptions.AddTo(_verb);
        _verb.SetAction(RunAsync);
    }

    public static Command Create() => new LockVerb()._verb;

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        using var control = new ControlClient(_instance.Data(parse), LoadBalancerTier.Name);
        return parse.GetValue(_mode) is { } mode
            ? await SetAsync(parse, control, mode, cancellationToken)
            : await ShowAsync(parse, control, cancellationToken);
    }

    private async Task<int> ShowAsync(ParseResult parse, ControlClient control, CancellationToken cancellationToken)
    {
        var view = await control.GetAsync("/lock", LockControlJson.Default.LockView, cancellationToken);
        if (parse.GetValue(_json))
        {
            JsonOutput.Write(view, LockControlJson.Default.LockView);
            return 0;
        }

        Console.Write(Listeners(view.Listeners));
        if (view.Audit.Entries.Count > 0)
            Console.Write($"\nWhom 'verify' would refuse, as far as 'audit' has seen:\n{Entries(view.Audit.Entries)}");

        if (view.Audit.Overflow > 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"and {view.Audit.Overflow} more connections, for which the record had no room"));

        return 0;
    }

    private async Task<int> SetAsync(ParseResult parse, ControlClient control, MutualTlsMode mode, CancellationToken cancellationToken)
    {
        var request = new LockRequest { Mode = mode, Listener = parse.GetValue(_listener), Now = parse.GetValue(_now), Force = parse.GetValue(_force) };
        var answer = await control.PutAsync("/lock", request, LockControlJson.Default.LockRequest, LockControlJson.Default.LockAnswer, cancellationToken);
        if (parse.GetValue(_json))
            JsonOutput.Write(answer, LockControlJson.Default.LockAnswer);
        else
            await PrintAsync(answer);

        return answer.IsSet ? 0 : Refused;
    }

    private static async Task PrintAsync(LockAnswer answer)
    {
        if (answer.Proof.Count > 0)
            Console.Write($"Edge identities, tried on the listener itself:\n{Proof(answer.Proof)}\n");

        if (answer.WouldBeRefused.Count > 0)
            Console.Write($"Whom 'audit' has seen that '{Word(answer.Mode)}' refuses:\n{Entries(answer.WouldBeRefused)}\n");

        if (answer.Refusal is not null)
        {
            await Console.Error.WriteLineAsync($"bulwark: {answer.Refusal}");
            return;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Listener {answer.Listener}: {Word(answer.Mode)} now (was {Word(answer.Before)}); put into force in {answer.Milliseconds} ms."));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{answer.Ending} open connections end within {answer.GraceSeconds} s."));
        if (answer.Mode != answer.Declared)
            Console.WriteLine($"The settings file says '{Word(answer.Declared)}', which the next start or apply puts into force again.");
    }

    private static TextTable Listeners(IEnumerable<ListenerLockView> listeners)
    {
        var table = new TextTable("listener", "address", "live", "settings", "connections", "strangers", "set by");
        foreach (var listener in listeners)
        {
            table.Add(
                listener.Name, listener.Address ?? "", Word(listener.Live), Word(listener.Declared), Number(listener.Connections), Number(listener.Strangers), SetBy(listener));
        }

        return table;
    }

    private static string SetBy(ListenerLockView listener) => listener.SetAt is { } at
        ? string.Create(CultureInfo.InvariantCulture, $"user {listener.SetByUserId}, process {listener.SetByProcessId}, {at:u}")
        : "the settings";

    private static TextTable Entries(IEnumerable<AuditEntry> entries)
    {
        var table = new TextTable("count", "reason", "subject", "SHA-256", "last address", "first seen", "last seen", "listener");
        foreach (var entry in entries)
        {
            table.Add(
                Number(entry.Count), entry.Reason.ToString(), entry.Subject ?? "", entry.Fingerprint?[..16] ?? "", entry.LastAddress ?? "",
                entry.FirstSeen.ToString("u", CultureInfo.InvariantCulture), entry.LastSeen.ToString("u", CultureInfo.InvariantCulture), entry.Listener);
        }

        return table;
    }

    private static TextTable Proof(IEnumerable<ProofResult> results)
    {
        var table = new TextTable("identity", "CN", "result", "ms");
        foreach (var result in results)
            table.Add(result.Identity, result.CommonName ?? "", result.Reason, result.Milliseconds.ToString(CultureInfo.InvariantCulture));

        return table;
    }

    private static string Word(MutualTlsMode mode) => mode switch
    {
        MutualTlsMode.Off => "off",
        MutualTlsMode.Audit => "audit",
        MutualTlsMode.Verify => "verify",
    };

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
