Console.WriteLine("orders");
