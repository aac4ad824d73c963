using System.CommandLine;
using System.Globalization;
using Bulwark.Core.Control;
using Bulwark.Edge;
using Bulwark.Edge.Control;

namespace Bulwark.CommandLine;

/// <summary><c>bulwark purge URL...|--all</c>: drops answers from the edge's cache, those under way too.</summary>
internal static class PurgeVerb
{
    public static Command Create()
    {
        var verb = new Command("purge", "Drop answers from the edge's cache at once");
        var urls = new Argument<string[]>("URL") { Description = "Addresses as clients write them: https://chat.example.org/path?query", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "Drop everything" };
        verb.Arguments.Add(urls);
        verb.Options.Add(all);
        var json = JsonOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(all) == (result.GetValue(urls) is { Length: > 0 }))
                result.AddError("purge takes one or more URLs, or --all.");
        });
        verb.SetAction(async (parse, cancellationToken) =>
        {
            using var control = new ControlClient(instance.Data(parse), EdgeTier.Name);
            var purged = await control.PostAsync(
                "/cache/purge",
                new CachePurge(parse.GetValue(urls) ?? [], parse.GetValue(all)),
                EdgeControlJson.Default.CachePurge,
                EdgeControlJson.Default.CachePurged,
                cancellationToken);
            if (parse.GetValue(json))
                JsonOutput.Write(purged, EdgeControlJson.Default.CachePurged);
            else
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{purged.Dropped} answers dropped"));

            return 0;
        });
        return verb;
    }
}
