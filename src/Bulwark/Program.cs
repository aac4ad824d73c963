using Bulwark.CommandLine;
using Bulwark.Running;

FileModeMask.CloseToOthers();
return await BulwarkCommand.RunAsync(args);
