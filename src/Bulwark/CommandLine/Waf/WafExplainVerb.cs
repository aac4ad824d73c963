using System.CommandLine;
using System.Globalization;
using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.Proxy.Firewall.Evidence;

namespace Bulwark.CommandLine.Waf;

/// <summary><c>bulwark waf explain REQUEST-ID</c>: how the firewall came to its decision about one request, step by step.</summary>
internal static class WafExplainVerb
{
    public static Command Create()
    {
        var verb = new Command("explain", "Tell from the firewall's log how it came to its decision about one request, step by step");
        var id = new Argument<string>("REQUEST-ID") { Description = "The ID that the answer had in X-Request-Id" };
        verb.Arguments.Add(id);
        var json = JsonOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction((parse, _) =>
        {
            var found = Find(instance.Data(parse), parse.GetRequiredValue(id));
            if (parse.GetValue(json))
                JsonOutput.Write(found, EvidenceJson.Default.IReadOnlyListLoggedRequest);
            else
                Print(found);

            return Task.FromResult(0);
        });
        return verb;
    }

    /// <summary>The edge and the load balancer may both have a line of a request.</summary>
    private static IReadOnlyList<LoggedRequest> Find(DataDirectory data, string id)
    {
        List<LoggedRequest> found = [.. new FirewallLogFiles(data).Read().Where(request => request.RequestId == id).Take(100)];
        return found.Count > 0
            ? found
            : throw new OperatorException($"The firewall's log has no line of the request '{id}': no rule matched it, or its line was written too long ago.");
    }

    private static void Print(IReadOnlyList<LoggedRequest> requests)
    {
        foreach (var request in requests)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{request.Time:u}  {Printable.Of($"{request.Method} {request.Path}")}"));
            Console.WriteLine($"client {request.Client}, {(request.Member is { } member ? $"member {member}" : "no known member")}");
            var (steps, score) = (0, 0);
            foreach (var match in request.Matches)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{++steps,3}. {Step(match)}{Score(match, score, request.Threshold)}"));
                score = match.Score ?? score;
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{++steps,3}. {Outcome(request)}"));
        }
    }

    private static string Step(LoggedMatch match)
    {
        var rule = Printable.Of(match.Group is null ? $"rule {match.Rule}" : $"{match.Group}: rule {match.Rule}");
        var number = match.Id is { } id && match.Rule != id.ToString(CultureInfo.InvariantCulture) ? string.Create(CultureInfo.InvariantCulture, $" ({id})") : "";
        var variables = match.Variables.Count == 0 ? "" : $" on {string.Join(", ", match.Variables.Select(Text))}";
        return $"{rule}{number} matched{variables}: {(match.Action == match.Configured ? match.Action : $"{match.Action} in place of {match.Configured}")}";
    }

    /// <summary>What the rule added to the anomaly score, and where that stood then against the score at which a request is refused.</summary>
    private static string Score(LoggedMatch match, int before, int? threshold)
    {
        if (match.Score is not { } score)
            return match.Severity is { } alone ? $" ({alone})" : "";

        var standing = string.Create(CultureInfo.InvariantCulture, $"score {score}{(threshold is { } limit ? $" of {limit}" : "")}");
        return score == before
            ? $" ({standing})"
            : string.Create(CultureInfo.InvariantCulture, $" ({match.Severity ?? "no severity"} +{score - before}: {standing})");
    }

    private static string Text(LoggedVariable variable) => variable.Length is { } length
        ? string.Create(CultureInfo.InvariantCulture, $"{Printable.Of(variable.Name)} ({length} bytes)")
        : $"{Printable.Of(variable.Name)} (may be a secret)";

    private static string Outcome(LoggedRequest request)
    {
        var reason = request.Reason is { } why ? $" because of '{Printable.Of(why)}'" : "";
        var rule = request.Group is { } group ? $" by {Printable.Of($"{group}: rule {request.Rule}")}" : request.Rule is { } own ? $" by rule {Printable.Of(own)}" : "";
        if (request.IsBlocked())
            return string.Create(CultureInfo.InvariantCulture, $"refused with {request.Status}{rule}{reason}");

        return request.WouldBlock() ? $"let through{reason}; with everything in block it would have been refused" : $"let through{rule}{reason}";
    }
}
