using System.CommandLine;
using Bulwark.Pki;

namespace Bulwark.CommandLine.Pki;

/// <summary><c>bulwark pki export NAME DIR</c>: copies a certificate to where another program can have it.</summary>
internal static class PkiExportVerb
{
    public static Command Create()
    {
        var verb = new Command("export", "Copy a certificate, with its key if it is a leaf, into a folder; never the edge's own leaf");
        var name = new Argument<string>("NAME") { Description = "A name that pki show lists" };
        var directory = new Argument<string>("DIR") { Description = "The folder; made if it is missing" };
        verb.Arguments.Add(name);
        verb.Arguments.Add(directory);
        var output = PkiOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction(parse =>
        {
            var pki = PkiInstance.Of(parse, instance);
            var leaf = parse.GetRequiredValue(name);
            var files = LeafExport.Run(pki.Folder, leaf, Path.GetFullPath(parse.GetRequiredValue(directory)));
            return output.Write(parse, new PkiReport("export", [leaf], files, pki.Settings), files);
        });
        return verb;
    }
}
